import openai from 'dramatis-solver-openai'
import { faultContract } from '../../../test/support/fault-contract.ts'
import { chatWire, responsesWire } from './wires.ts'

for (const [api, wire] of Object.entries({ chat: chatWire, responses: responsesWire })) {
  faultContract(`openai by ${api}`, openai, {
    wire,
    refusal: 'I cannot.',
    settings: (url) => ({ baseUrl: `${url}/v1`, apiKey: 'secret-key', model: 'm', api }),
  })
}
