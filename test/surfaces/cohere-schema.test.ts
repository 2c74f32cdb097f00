import { check, checkV1Event, checkV2Event, events, json, scripts, v1, v2 } from '../support/cohere.ts'
import { openStage, type Stage } from '../support/stage.ts'

const questions = ['plain', 'words', 'cited', 'reasoned', 'calls', 'odd call', 'apart', 'done', 'long']

describe('cohere answers are what the SDK says that they are', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts })
  })
  after(() => stage.close())

  for (const question of questions) {
    it(`to "${question}"`, async () => {
      await check('NonStreamedChatResponse', await json(stage, '/cohere/v1/chat', v1(question)))
      await check('V2ChatResponse', await json(stage, '/cohere/v2/chat', v2(question)))
      for (const event of await events(stage, '/cohere/v1/chat', v1(question))) await checkV1Event(event)
      for (const event of await events(stage, '/cohere/v2/chat', v2(question))) await checkV2Event(event)
    })
  }

  it('when they break off', async () => {
    for (const event of await events(stage, '/cohere/v1/chat', v1('late failure'))) await checkV1Event(event)
    for (const event of await events(stage, '/cohere/v2/chat', v2('late failure'))) await checkV2Event(event)
  })

  const numbers = { model: 'Numbers', texts: ['a', 'bc'], input_type: 'search_query' }
  const embedding_types = ['float', 'int8', 'uint8', 'binary', 'ubinary', 'base64']
  const others = [
    ['EmbedResponse', '/v1/embed', numbers],
    ['EmbedResponse', '/v1/embed', { ...numbers, embedding_types }],
    ['EmbedByTypeResponse', '/v2/embed', { ...numbers, embedding_types }],
    ['TokenizeResponse', '/v1/tokenize', { model: 'Scripted', text: 'tokenize me! :D' }],
    ['ListModelsResponse', '/v1/models', undefined],
    ['ListModelsResponse', '/v1/models?page_size=1&endpoint=chat', undefined],
    ['GetModelResponse', '/v1/models/acme%2Fbot:1', undefined],
    ['CheckApiKeyResponse', '/v1/check-api-key', {}],
  ] as const
  for (const [name, path, body] of others) {
    it(`from ${path}, as ${name}`, async () => await check(name, await json(stage, `/cohere${path}`, body)))
  }
})
