import gemini from 'dramatis-solver-gemini'
import { faultContract } from '../../../test/support/fault-contract.ts'
import { ends, event, says, status } from './stand-in.ts'

const spent = 'You exceeded your current quota, please check your plan and billing details.'
const perDay = {
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
}

faultContract('gemini', gemini, {
  settings: (url) => ({ baseUrl: `${url}/v1beta`, apiKey: 'secret-key' }),
  wire: {
    type: 'text/event-stream',
    opening: [event({ usageMetadata: { promptTokenCount: 3 } })],
    words: ['One', ' two', ' three'].map((text) => event(says([{ text }]))),
    closing: [event(ends('STOP'))],
    refusal: [event({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 3 } })],
    malformed: 'data: {"candidates": [{"content": {"par\r\n\r\n',
    failure: (code, quota) =>
      quota ? status(code, spent, 'RESOURCE_EXHAUSTED', perDay) : status(code, 'It failed.', 'UNAVAILABLE'),
  },
})
