import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import { describeSpec } from '../support/specs.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { dataOf } from '../support/tgi.ts'

const scripts: Record<string, Script> = {
  everything: async function* () {
    yield { type: 'reasoning-delta', text: 'Hm.' }
    yield { type: 'status', text: 'looking it up' }
    yield 'Look: '
    yield { type: 'part', part: { type: 'data', data: { a: 1 } } }
    yield { type: 'source', source: { title: 'A page', url: 'https://example.com/', start: 0, end: 4 } }
  },
  call: async function* () {
    yield { type: 'tool-input-delta', id: 'a', name: 'tool', text: '{"x":' }
    yield { type: 'tool-input-delta', id: 'a', name: 'tool', text: '1}' }
    yield { type: 'tool-call', call: { id: 'a', name: 'tool', input: { x: 1 } } }
    yield { type: 'tool-call', call: { id: 'b', name: 'tool', input: { x: [1] } } }
  },
  refusal: async function* () {
    yield 'No.'
    yield { type: 'finish', reason: 'refusal' }
  },
}

const questions = ['plain', 'words', 'everything', 'refusal']
const tools = [{ type: 'function', function: { name: 'tool', parameters: { type: 'object' } } }]
const chat = (content: string) => ({ messages: [{ role: 'user', content }], tools })

/** A host, and how it is asked; suites that validate differ in what they hold the answers against. */
function opened() {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts })
  })
  after(() => stage.close())
  const post = async (path: string, body: object) => {
    const response = await fetch(`${stage.url}/tgi${path}`, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, text: await response.text() }
  }
  return {
    post,
    get: async (path: string) => JSON.parse(await (await fetch(`${stage.url}/tgi${path}`)).text()),
    whole: async (path: string, body: object) => {
      const { status, text } = await post(path, body)
      expect(status, text).to.equal(200)
      return JSON.parse(text)
    },
    chunks: async (path: string, body: object) => {
      const data = dataOf((await post(path, { ...body, stream: true })).text)
      expect(data.length).to.be.greaterThan(1)
      return data.filter((item) => item !== '[DONE]').map((item) => JSON.parse(item))
    },
  }
}

describeSpec('tgi answers as its published description says', 'tgi.openapi.json', (check) => {
  const { post, get, whole, chunks } = opened()

  for (const inputs of questions) {
    for (const parameters of [
      { details: true, seed: 7 },
      { details: false },
      { max_new_tokens: 1, details: true },
      null,
    ]) {
      it(`generate: ${inputs} ${JSON.stringify(parameters)}`, async () => {
        const body = { inputs, parameters }
        check('GenerateResponse', await whole('/generate', body))
        const [first, ...others] = await whole('', body)
        check('GenerateResponse', first)
        expect(others).to.deep.equal([])
        for (const chunk of await chunks('/generate_stream', body)) check('StreamResponse', chunk)
      })
    }
  }
  for (const question of [...questions, 'call']) {
    for (const rest of [{}, { n: 2 }, { max_tokens: 1 }, { stream_options: { include_usage: true } }]) {
      it(`chat: ${question} ${JSON.stringify(rest)}`, async () => {
        const body = { ...chat(question), ...rest }
        check('ChatCompletion', await whole('/v1/chat/completions', body))
        for (const chunk of await chunks('/v1/chat/completions', body)) check('ChatCompletionChunk', chunk)
      })
    }
  }
  for (const prompt of ['plain', ['words', 'plain']]) {
    it(`completions: ${JSON.stringify(prompt)}`, async () => {
      check('CompletionFinal', await whole('/v1/completions', { prompt }))
      const body = { prompt, stream_options: { include_usage: true } }
      for (const chunk of await chunks('/v1/completions', body)) check('Chunk', chunk)
    })
  }
  it('info, models and tokens', async () => {
    check('Info', await get('/info'))
    check('Info', await get('/Patient/info'))
    for (const model of (await get('/v1/models')).data) check('ModelInfo', model)
    check('ModelInfo', await get('/v1/models/acme%2Fbot%3A1'))
    check('TokenizeResponse', await whole('/tokenize', { inputs: 'One, two, three.' }))
    check('ChatTokenizeResponse', await whole('/chat_tokenize', chat('plain')))
  })

  const failures: [string, object, number][] = [
    ['/generate', {}, 422],
    ['/generate', { inputs: 'nothing' }, 424],
    ['', { inputs: 'early failure', stream: true }, 424],
    ['/generate_stream', { inputs: 'too slow' }, 424],
    ['/v1/chat/completions', {}, 422],
    ['/v1/completions', { prompt: [1] }, 422],
    ['/nobody', { inputs: 'plain' }, 404],
    ['/info', {}, 405],
  ]
  for (const [path, body, status] of failures) {
    it(`errors: ${status} at ${path || '/'}`, async () => {
      const answer = await post(path, body)
      expect(answer.status).to.equal(status)
      check('ErrorResponse', JSON.parse(answer.text))
    })
  }
  for (const [path, body] of [
    ['', { inputs: 'late failure' }],
    ['/v1/chat/completions', chat('late failure')],
    ['/v1/completions', { prompt: 'late failure' }],
  ] as const) {
    it(`errors: in the middle of a stream at ${path || '/'}`, async () =>
      check('ErrorResponse', (await chunks(path, body)).at(-1)))
  }
})

describe('tgi answers as the schemas of its client say', () => {
  const { whole, chunks } = opened()
  const generation = clientSchemas('text-generation')
  const completion = clientSchemas('chat-completion')

  for (const inputs of questions) {
    it(`generate: ${inputs}`, async () => {
      generation('output', await whole('/generate', { inputs, parameters: { details: true } }))
      for (const chunk of await chunks('', { inputs })) generation('stream_output', chunk)
    })
  }
  for (const question of [...questions, 'call']) {
    it(`chat: ${question}`, async () => {
      completion('output', await whole('/v1/chat/completions', chat(question)))
      for (const chunk of await chunks('/v1/chat/completions', chat(question))) completion('stream_output', chunk)
    })
  }
})

/** Validators of what `@huggingface/inference` takes its types from. */
function clientSchemas(task: string): (name: 'output' | 'stream_output', value: unknown) => void {
  const client = createRequire(createRequire(import.meta.url).resolve('@huggingface/inference/package.json'))
  const folder = join(dirname(client.resolve('@huggingface/tasks/package.json')), 'src/tasks', task, 'spec')
  return (name, value) => {
    const { $schema, $id, ...schema } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'), withNulls)
    const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false })
    if (!ajv.validate(schema, value)) throw new Error(`${ajv.errorsText()} in ${JSON.stringify(value)}`)
  }
}

/** OpenAPI 3.0's `nullable`, as JSON Schema says it: a reviver of `JSON.parse`. */
function withNulls(_key: string, node: unknown): unknown {
  if (typeof node !== 'object' || node === null || !('nullable' in node)) return node
  const { nullable, ...schema } = node
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema
}
