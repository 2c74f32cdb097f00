import { InvokeModelCommand, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { expect } from 'chai'
import { type AwsSdk, describeAws } from '../support/bedrock-sdk.ts'
import { openStage } from '../support/stage.ts'

interface Case {
  family: string
  body: object
  /** A model id, where the body alone does not tell the family. */
  modelId?: string
  // biome-ignore lint/suspicious/noExplicitAny: each family has a shape of its own
  text(answer: any): string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: each family has a shape of its own
  piece(chunk: any): string | undefined
}

const user = (content: unknown) => ({ messages: [{ role: 'user', content }] })

const cases: Case[] = [
  {
    family: 'Claude',
    body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 100, ...user('words') },
    text: ({ content }) => content[0].text,
    piece: ({ delta }) => delta?.text,
  },
  {
    family: 'Claude, text completions',
    body: { prompt: '\n\nHuman: words\n\nAssistant:', max_tokens_to_sample: 100 },
    text: ({ completion }) => completion,
    piece: ({ completion }) => completion,
  },
  {
    family: 'Titan',
    body: { inputText: 'User: words\nBot:', textGenerationConfig: { maxTokenCount: 100 } },
    text: ({ results }) => results[0].outputText,
    piece: ({ outputText }) => outputText,
  },
  {
    family: 'Nova',
    body: { ...user([{ text: 'words' }]), inferenceConfig: { max_new_tokens: 100 } },
    text: ({ output }) => output.message.content[0].text,
    piece: ({ contentBlockDelta }) => contentBlockDelta?.delta.text,
  },
  {
    family: 'Llama',
    body: {
      prompt:
        '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nwords<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
      max_gen_len: 100,
    },
    text: ({ generation }) => generation,
    piece: ({ generation }) => generation,
  },
  {
    family: 'Mistral',
    modelId: 'mistral.mistral-7b-instruct-v0:2',
    body: { prompt: '<s>[INST] words [/INST]', max_tokens: 100 },
    text: ({ outputs }) => outputs[0].text,
    piece: ({ outputs }) => outputs[0].text,
  },
  {
    family: 'Mistral, chat',
    modelId: 'mistral.mistral-large-2407-v1:0',
    body: { ...user('words'), max_tokens: 100 },
    text: ({ choices }) => choices[0].stop_reason && choices[0].message.content,
    piece: ({ choices }) => choices[0].message.content,
  },
  {
    family: 'DeepSeek',
    modelId: 'us.deepseek.r1-v1:0',
    body: {
      prompt: '<\uFF5Cbegin\u2581of\u2581sentence\uFF5C><\uFF5CUser\uFF5C>words<\uFF5CAssistant\uFF5C><think>\n',
    },
    text: ({ choices }) => choices[0].stop_reason && choices[0].text,
    piece: ({ choices }) => choices[0].text,
  },
  {
    family: 'Cohere, chat',
    body: { message: 'words', chat_history: [{ role: 'USER', message: 'hi' }] },
    text: ({ text }) => text,
    piece: ({ text }) => text,
  },
  {
    family: 'Cohere, generate',
    body: { prompt: 'words', num_generations: 1 },
    text: ({ generations }) => generations[0].text,
    piece: ({ text }) => text,
  },
  {
    family: 'OpenAI',
    body: { ...user('words'), max_completion_tokens: 100 },
    text: ({ choices }) => choices[0].message.content,
    piece: ({ choices }) => choices[0].delta.content,
  },
  {
    family: 'nobody',
    body: { prompt: 'words' },
    text: ({ completion, generation, outputs, choices }) =>
      completion === generation && generation === outputs[0].text ? choices[0].text : undefined,
    piece: ({ completion, generation, outputs, choices }) =>
      completion === generation && generation === outputs[0].text ? choices[0].text : undefined,
  },
]

const parse = (bytes: Uint8Array | undefined) => JSON.parse(Buffer.from(bytes ?? []).toString())

/** Ids of models that are none of a persona's mean the default one. */
const open = () => openStage({ settings: { defaultPersona: 'Scripted' } })

function run(sdk: AwsSdk): void {
  for (const { family, body, modelId = 'Scripted', text, piece } of cases) {
    const input = { modelId, body: JSON.stringify(body) }

    it(`answers in the words of ${family}`, async () => {
      const answer = await sdk.client.send(new InvokeModelCommand(input))
      expect(answer.contentType).to.equal('application/json')
      expect(text(parse(answer.body))).to.equal('One two three')
      expect(sdk.stage.requests.at(-1)?.question).to.equal('words')
    })

    it(`streams in the words of ${family}`, async () => {
      const answer = await sdk.client.send(new InvokeModelWithResponseStreamCommand(input))
      expect(answer.contentType).to.equal('application/json')
      const chunks = []
      for await (const { chunk } of answer.body ?? []) chunks.push(parse(chunk?.bytes))
      expect(chunks.map((chunk) => piece(chunk) ?? '').join('')).to.equal('One two three')
      expect(chunks.filter((chunk) => piece(chunk)).length).to.be.at.least(3)
      expect(chunks.at(-1)['amazon-bedrock-invocationMetrics']).to.include({ outputTokenCount: 4 })
      expect(chunks.slice(0, -1).some((chunk) => 'amazon-bedrock-invocationMetrics' in chunk)).to.equal(false)
    })
  }

  it('completes a prompt several times', async () => {
    const body = JSON.stringify({ prompt: 'words', num_generations: 2 })
    const answer = await sdk.client.send(new InvokeModelCommand({ modelId: 'Scripted', body }))
    expect(parse(answer.body).generations.map(({ text }: { text: string }) => text)).to.deep.equal(
      Array(2).fill('One two three'),
    )
  })

  const embeddings = [
    { title: 'Titan', body: { inputText: 'abcd', normalize: false }, answer: { embedding: [4, 0.5, -1] } },
    { title: 'Titan, a text alone', body: { inputText: 'abcd' }, unit: true },
    {
      title: 'Titan, binary',
      body: { inputText: 'abcd', dimensions: 2, embeddingTypes: ['binary'] },
      answer: { embeddingsByType: { binary: [1, 1] } },
    },
    {
      title: 'Cohere',
      body: { texts: ['ab', 'abcd'], input_type: 'search_query' },
      answer: {
        response_type: 'embeddings_floats',
        embeddings: [
          [2, 0.5, -1],
          [4, 0.5, -1],
        ],
      },
    },
    {
      title: 'Cohere, by type',
      body: { texts: ['ab'], input_type: 'search_query', embedding_types: ['float', 'ubinary'], output_dimension: 2 },
      answer: { response_type: 'embeddings_by_type', embeddings: { float: [[2, 0.5]], ubinary: [[192]] } },
    },
  ]
  for (const { title, body, answer, unit } of embeddings) {
    it(`embeds in the words of ${title}`, async () => {
      const embedded = await sdk.client.send(new InvokeModelCommand({ modelId: 'Numbers', body: JSON.stringify(body) }))
      const { embedding, ...rest } = parse(embedded.body)
      if (answer) expect({ embedding, ...rest }).to.deep.include(answer)
      if (unit) expect(Math.hypot(...embedding)).to.be.closeTo(1, 1e-6)
    })
  }

  it('leaves no defect behind', () => expect(sdk.stage.defects).to.deep.equal([]))
}

describeAws('InvokeModel', run, open)
