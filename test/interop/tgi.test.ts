import { InferenceClient as NewClient } from '@huggingface/inference'
import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import { InferenceClient as NativeClient } from 'huggingface-native'
import OpenAI from 'openai'
import { adds } from '../support/adds.ts'
import { thrownBy } from '../support/openai.ts'
import { eventually, openStage, type Stage } from '../support/stage.ts'

/** The last release that posts TGI's own requests to the endpoint itself, and the newest, which posts OpenAI's. */
const sdks = { 'huggingface 4.13.16': NativeClient as unknown as typeof NewClient, 'huggingface newest': NewClient }

type Failure = Error & { httpResponse: { status: number; requestId: string; body: { error_type: string } } }

const schema = { type: 'object', properties: { sum: { type: 'number' } } }
const tools = [{ type: 'function', function: { name: 'add', parameters: schema } }]

const scripts: Record<string, Script> = {
  add: adds(),
}

for (const [name, Client] of Object.entries(sdks)) {
  describe(name, () => {
    let stage: Stage
    const at = (path: string) => new Client('none', { endpointUrl: stage.url + path })
    before(async () => {
      stage = await openStage({ scripts })
    })
    after(() => stage.close())

    const ask = (content: string) => ({ messages: [{ role: 'user', content }] })
    /** The pieces of a streamed text, in the words of either release. */
    const pieces = async (stream: AsyncIterable<object>): Promise<string> => {
      let text = ''
      for await (const piece of stream) {
        if ('token' in piece) text += (piece.token as { text: string }).text
        if ('choices' in piece) text += (piece.choices as { text: string }[])[0]?.text ?? ''
      }
      return text
    }

    for (const path of ['/tgi', '/tgi/', '/tgi/Scripted', '/tgi/scripted/', '/tgi/acme%2Fbot%3A1']) {
      it(`generates and chats at ${path}`, async () => {
        expect((await at(path).textGeneration({ inputs: 'plain' })).generated_text).to.equal('One. Two. Three.')
        expect(await pieces(at(path).textGenerationStream({ inputs: 'words' }))).to.equal('One two three')
        const { choices, model } = await at(path).chatCompletion(ask('plain'))
        expect(choices[0]?.message).to.deep.include({ role: 'assistant', content: 'One. Two. Three.' })
        expect(model).to.equal(path.includes('acme') ? 'acme/bot:1' : 'Scripted')
      })
    }

    it('keeps to parameters, and returns the prompt where it is wanted', async () => {
      const inputs = 'long'
      const short = await at('/tgi').textGeneration({ inputs, parameters: { max_new_tokens: 2 } })
      expect(short.generated_text).to.equal('abcdabcd')
      const full = await at('/tgi').textGeneration({
        inputs,
        parameters: { max_new_tokens: 1, return_full_text: true },
      })
      expect(full.generated_text).to.equal('longabcd')
      const stopped = await at('/tgi').textGeneration({ inputs: 'plain', parameters: { stop: ['Two'] } })
      expect(stopped.generated_text).to.equal('One. ')
    })

    it('passes on how the wording is to be chosen', async () => {
      const parameters = { temperature: 0.5, top_p: 0.25, top_k: 3, seed: 7, do_sample: true, repetition_penalty: 1.1 }
      await at('/tgi').textGeneration({
        inputs: 'plain',
        parameters: { ...parameters, grammar: { type: 'json', value: schema } },
      })
      const { limits, output } = stage.requests.at(-1) ?? {}
      expect(limits).to.deep.equal({ temperature: 0.5, topP: 0.25, topK: 3, seed: 7 })
      expect(output).to.deep.equal({ schema })
    })

    it('shows an image that stands in the prompt', async () => {
      await at('/tgi').textGeneration({ inputs: '![](data:image/png;base64,AQID)plain' })
      expect(stage.requests.at(-1)?.messages[0]?.parts).to.deep.equal([
        { type: 'image', mediaType: 'image/png', data: Buffer.from([1, 2, 3]) },
        { type: 'text', text: 'plain' },
      ])
    })

    it('streams a chat, with usage', async () => {
      let [text, tokens, finish] = ['', 0, '']
      const params = { ...ask('words'), stream_options: { include_usage: true } }
      for await (const { choices, usage } of at('/tgi').chatCompletionStream(params)) {
        text += choices[0]?.delta.content ?? ''
        finish = choices[0]?.finish_reason ?? finish
        tokens += usage?.total_tokens ?? 0
      }
      expect([text, tokens, finish]).to.deep.equal(['One two three', 6, 'stop'])
    })

    it('calls a tool, whole and streamed, and hears of its result', async () => {
      const { choices } = await at('/tgi').chatCompletion({ ...ask('add'), tools, tool_choice: 'auto' })
      const { tool_calls = [], ...message } = choices[0]?.message ?? { role: '' }
      expect(tool_calls).to.deep.equal([
        { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } },
      ])
      const streamed = { id: '', name: '', input: '' }
      for await (const { choices } of at('/tgi').chatCompletionStream({ ...ask('add'), tools })) {
        const [call] = choices[0]?.delta.tool_calls ?? []
        if (!call) continue
        Object.assign(streamed, { id: call.id, name: call.function.name ?? streamed.name })
        streamed.input += call.function.arguments
      }
      expect(streamed).to.deep.equal({ id: 'call_1', name: 'add', input: '{"a":1}' })
      const result = { role: 'tool', tool_call_id: 'call_1', content: '7' }
      const messages = [...ask('add').messages, { ...message, tool_calls }, result]
      const answer = await at('/tgi').chatCompletion({ messages, tools })
      expect(answer.choices[0]?.message.content).to.equal('The sum is 7.')
    })

    const failures: [string, string, number, string][] = [
      ['nothing', '/tgi', 424, 'generation'],
      ['early failure', '/tgi', 424, 'generation'],
      ['too slow', '/tgi', 424, 'generation'],
      ['plain', '/tgi/no-such', 404, 'not_found'],
      ['', '/tgi', 422, 'validation'],
    ]
    for (const [inputs, path, status, type] of failures) {
      it(`throws an error ${status} for "${inputs}" at ${path}`, async () => {
        const calls = [
          at(path).textGeneration({ inputs }),
          pieces(at(path).textGenerationStream({ inputs })),
          ...(inputs === ''
            ? []
            : [at(path).chatCompletion(ask(inputs)), pieces(at(path).chatCompletionStream(ask(inputs)))]),
        ]
        for (const thrown of await Promise.all(calls.map(thrownBy))) {
          const { httpResponse, message, name } = thrown as Failure
          expect([name, httpResponse.status, httpResponse.body.error_type]).to.deep.equal([
            'ProviderApiError',
            status,
            type,
          ])
          expect(httpResponse.requestId).to.match(/^[0-9a-f-]{36}$/)
          expect(message).to.not.include('secret-detail')
        }
      })
    }

    it('throws when an answer breaks off', async () => {
      for (const stream of [
        at('/tgi').textGenerationStream({ inputs: 'late failure' }),
        at('/tgi').chatCompletionStream(ask('late failure')),
      ]) {
        const { httpResponse, message } = (await thrownBy(pieces(stream))) as Failure
        expect(httpResponse.body.error_type).to.equal('incomplete_generation')
        expect(message).to.contain('Incomplete generation').and.not.contain('secret-detail')
      }
    })

    it('tells the solver of an abort in the middle of a stream', async () => {
      for (const open of [
        (signal: AbortSignal) => at('/tgi/Patient').textGenerationStream({ inputs: 'endless' }, { signal }),
        (signal: AbortSignal) => at('/tgi/Patient').chatCompletionStream(ask('endless'), { signal }),
      ]) {
        const before = stage.left.length
        const controller = new AbortController()
        const read = async () => {
          for await (const _ of open(controller.signal)) controller.abort()
        }
        expect(await thrownBy(read())).to.have.property('name', 'AbortError')
        await eventually('the solver hears of it', () => stage.left.length === before + 1)
      }
    })

    it('leaves no defect behind', () => expect(stage.defects).to.deep.equal([]))
  })
}

describe("the openai SDK at TGI's address", () => {
  let stage: Stage
  let client: OpenAI
  before(async () => {
    stage = await openStage({ scripts })
    client = new OpenAI({ apiKey: '-', baseURL: `${stage.url}/tgi/v1`, maxRetries: 0 })
  })
  after(() => stage.close())
  const ask = (content: string) => ({ model: 'tgi', messages: [{ role: 'user', content } as const] })

  it('streams a chat through its helper', async () => {
    expect(await client.chat.completions.stream(ask('words')).finalContent()).to.equal('One two three')
  })
  it('runs tools through its helper', async () => {
    const inputs: unknown[] = []
    const add = { name: 'add', description: 'Adds.', parameters: schema, parse: JSON.parse }
    const run = (input: object) => String(inputs.push(input))
    const tools = [{ type: 'function' as const, function: { ...add, function: run } }]
    const runner = client.chat.completions.runTools({ ...ask('add'), tools, stream: true })
    expect(await runner.finalContent()).to.equal('The sum is 1.')
    expect(inputs).to.deep.equal([{ a: 1 }])
  })
  it('lists the models, and throws what it has for an error', async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).to.include('Scripted')
    const thrown = await thrownBy(client.chat.completions.create(ask('nothing')))
    expect(thrown).to.be.instanceOf(OpenAI.APIError).and.to.have.property('status', 424)
    const broken = client.chat.completions.stream(ask('late failure')).finalContent()
    expect(await thrownBy(broken))
      .to.have.property('message')
      .that.contains('Incomplete generation')
  })
})
