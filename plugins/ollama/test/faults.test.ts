import ollama from 'dramatis-solver-ollama'
import { faultContract } from '../../../test/support/fault-contract.ts'
import { done, line, word } from './stand-in.ts'

faultContract('ollama', ollama, {
  settings: (url) => ({ baseUrl: url, apiKey: 'secret-key', model: 'm' }),
  lacks: ['refusal'], // a model that refuses says so in words
  wire: {
    type: 'application/x-ndjson',
    opening: [line(word(''))],
    words: ['One', ' two', ' three'].map((text) => line(word(text))),
    closing: [line(done)],
    refusal: [],
    malformed: '{"model":"m","message":{"role":"assis\n',
    failure: (status, quota) => ({ error: quota ? 'you have reached your quota: billing' : `it failed: ${status}` }),
  },
})
