import { expect } from 'chai'
import { openStage, type Stage } from '../support/stage.ts'
import { dataOf } from '../support/tgi.ts'

interface Call {
  client: string
  path: string
  body: object
  /** What the client reads from the answer, or from the last event of a stream that is not `[DONE]`. */
  reads: (answer: never) => unknown
  /** `One. Two. Three.` unless it is another. */
  heard?: unknown
}

interface Token {
  token: { text: string }
  generated_text: string | null
  details: { finish_reason: string; generated_tokens: number }
}

/** `InferenceClient.text_generation` sends what is not None; the older client sends everything. */
const parameters = {
  do_sample: false,
  max_new_tokens: 20,
  repetition_penalty: null,
  return_full_text: false,
  stop: [],
  seed: null,
  temperature: null,
  top_k: null,
  top_p: null,
  truncate: null,
  typical_p: null,
  best_of: null,
  watermark: false,
  details: true,
  decoder_input_details: false,
  top_n_tokens: null,
  grammar: null,
}
const schema = { properties: { a: { type: 'string' } }, required: ['a'] }
const tool = {
  type: 'function',
  function: { name: 'f', description: 'F', parameters: { type: 'object', properties: { a: { type: 'string' } } } },
}
const firstText = ([{ generated_text }]: [{ generated_text: string }]) => generated_text
const content = ({ choices }: { choices: [{ message: { content: string } }] }) => choices[0].message.content

const calls: Call[] = [
  {
    client: 'huggingface_hub, text_generation',
    path: '/tgi',
    body: {
      inputs: 'plain',
      parameters: {
        do_sample: false,
        return_full_text: false,
        watermark: false,
        details: false,
        decoder_input_details: false,
        max_new_tokens: 20,
      },
      stream: false,
    },
    reads: firstText,
  },
  {
    client: 'huggingface_hub, text_generation with details',
    path: '/tgi',
    body: {
      inputs: 'plain',
      parameters: { details: true, decoder_input_details: false, return_full_text: false },
      stream: false,
    },
    reads: ([{ details }]: [Token]) => details,
    heard: { finish_reason: 'eos_token', generated_tokens: 4, seed: null, prefill: [], tokens: [] },
  },
  {
    client: 'huggingface_hub, text_generation streamed with details',
    path: '/tgi',
    body: { inputs: 'plain', parameters: { details: true, max_new_tokens: 20 }, stream: true },
    reads: ({ generated_text, details }: Token) => [generated_text, details.finish_reason],
    heard: ['One. Two. Three.', 'eos_token'],
  },
  {
    client: 'huggingface_hub, text_generation of the newer releases',
    path: '/tgi',
    body: {
      inputs: 'plain',
      parameters: { grammar: { type: 'json', value: schema }, adapter_id: null },
      stream: false,
    },
    reads: firstText,
  },
  {
    client: 'huggingface_hub, chat_completion',
    path: '/tgi/v1/chat/completions',
    body: {
      messages: [{ role: 'user', content: 'plain' }],
      model: 'http://127.0.0.1:8337/tgi',
      max_tokens: 100,
      stream: false,
    },
    reads: content,
  },
  {
    client: 'huggingface_hub, chat_completion with tools and a grammar',
    path: '/tgi/v1/chat/completions',
    body: {
      model: 'tgi',
      messages: [
        { role: 'system', content: "Don't make assumptions." },
        { role: 'user', content: [{ type: 'text', text: 'plain' }] },
      ],
      tools: [tool],
      tool_choice: 'auto',
      tool_prompt: 'Use them.',
      response_format: { type: 'json', value: schema },
      max_tokens: 500,
    },
    reads: content,
  },
  {
    client: 'huggingface_hub, chat_completion streamed with usage',
    path: '/tgi/v1/chat/completions',
    body: {
      messages: [{ role: 'user', content: 'plain' }],
      model: 'tgi',
      stream: true,
      stream_options: { include_usage: true },
    },
    reads: ({ usage }: { usage: { total_tokens: number } }) => usage.total_tokens,
    heard: 6,
  },
  {
    client: 'text-generation, generate',
    path: '/tgi',
    body: { inputs: 'plain', parameters, stream: false },
    reads: firstText,
  },
  {
    client: 'text-generation, generate_stream',
    path: '/tgi',
    body: { inputs: 'plain', parameters, stream: true },
    reads: ({ generated_text }: Token) => generated_text,
  },
  {
    client: "LangChain's HuggingFaceEndpoint",
    path: '/tgi/',
    body: {
      inputs: 'plain',
      parameters: {
        max_new_tokens: 512,
        top_k: 10,
        top_p: 0.95,
        typical_p: 0.95,
        temperature: 0.01,
        repetition_penalty: 1.03,
        return_full_text: false,
        truncate: null,
        stop: [],
        seed: null,
        do_sample: false,
        watermark: false,
      },
      stream: false,
    },
    reads: firstText,
  },
  {
    client: 'Continue',
    path: '/tgi/generate_stream',
    body: {
      inputs: 'plain',
      parameters: { max_new_tokens: 2048, best_of: 1, temperature: 0.5, stop: ['###'] },
      stream: true,
    },
    reads: ({ generated_text }: Token) => generated_text,
  },
  {
    client: 'curl, as the documentation has it',
    path: '/tgi/generate',
    body: { inputs: 'plain', parameters: { max_new_tokens: 20 } },
    reads: ({ generated_text }: Token) => generated_text,
  },
  {
    client: "SageMaker's predictor",
    path: '/tgi/invocations',
    body: {
      inputs: 'plain',
      parameters: { do_sample: true, top_p: 0.9, temperature: 0.8, max_new_tokens: 1024, stop: ['</s>'] },
    },
    reads: firstText,
  },
  {
    client: "SageMaker's predictor, with messages",
    path: '/tgi/invocations',
    body: { messages: [{ role: 'user', content: 'plain' }], model: 'tgi', max_tokens: 512 },
    reads: content,
  },
  {
    client: "SageMaker's predictor, with a prompt",
    path: '/tgi/invocations',
    body: { prompt: 'plain', max_tokens: 512 },
    reads: ({ choices }: { choices: [{ text: string }] }) => choices[0].text,
  },
]

describe('tgi answers what clients send', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { client, path, body, reads, heard = 'One. Two. Three.' } of calls) {
    it(client, async () => {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer hf_none' }
      const response = await fetch(stage.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
      const text = await response.text()
      expect(response.status, text).to.equal(200)
      const streamed = 'stream' in body && body.stream
      const last = streamed ? dataOf(text).findLast((item) => item !== '[DONE]') : text
      // Each client reads its own kind of answer.
      expect(reads(JSON.parse(last ?? '') as never)).to.deep.equal(heard)
    })
  }

  it('LlamaIndex compares the release, and Continue reads how long a prompt may be', async () => {
    const { version, max_input_tokens } = JSON.parse(await (await fetch(`${stage.url}/tgi/info`)).text())
    expect(version.split('.').map(Number)).to.satisfy((numbers: number[]) => (numbers[0] ?? 0) >= 3)
    expect(max_input_tokens).to.be.greaterThan(100_000)
  })
})
