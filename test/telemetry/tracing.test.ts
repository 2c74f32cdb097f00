import { context, propagation, trace as traces } from '@opentelemetry/api'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node'
import { expect } from 'chai'
import { defineTool, type Solver } from 'dramatis'
import type { Runtime } from '../../src/runtime.ts'
import { startTestHost } from '../../src/testing/host.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const parentId = 'b7ad6b7169203331'

/** Asks a tool once, and tells under which trace it has been working. */
const thinker: Solver = {
  uses: ['tools'],
  async *solve({ messages }) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (messages.at(-1)?.role !== 'tool') {
      yield { type: 'tool-call', call: { id: 'a', name: 'now', input: {} } }
      yield { type: 'finish', reason: 'tool-calls' }
      return
    }
    yield traces.getActiveSpan()?.spanContext().traceId ?? 'none'
    yield { type: 'finish', reason: 'stop', usage: { inputTokens: 7, outputTokens: 3 } }
  },
}
const now = defineTool({ name: 'now', description: 'The time.', input: { type: 'object' }, run: () => 'noon' })
const broken: Solver = {
  solve: () => {
    throw new Error('no')
  },
}

describe('spans', () => {
  const exporter = new InMemorySpanExporter()
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  let host: Runtime
  before(async () => {
    provider.register()
    host = await startTestHost({
      personas: [
        {
          name: 'Thinker',
          chain: [
            { id: 'broken', solver: broken },
            { id: 'thinker', solver: thinker },
          ],
          toolbox: { tools: [now] },
        },
        { name: 'Broken', chain: [{ id: 'broken', solver: broken }] },
      ],
    })
  })
  after(async () => {
    await host.close()
    await provider.shutdown()
    traces.disable()
    context.disable()
    propagation.disable()
  })
  beforeEach(() => exporter.reset())

  const ask = async (model: string, headers = {}) => {
    const response = await fetch(`${host.url}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { 'x-conversation-id': 'c1', ...headers },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'What time is it?' }] }),
    })
    const answer = (await response.json()) as { choices?: { message: { content: string } }[] }
    return { text: answer.choices?.[0]?.message.content, turn: response.headers.get('x-dramatis-turn') }
  }
  const named = (name: string): ReadableSpan | undefined =>
    exporter.getFinishedSpans().find((span) => span.name === name)

  it('tell of a turn, its solvers and its tools, with the names of the GenAI conventions', async () => {
    const { turn } = await ask('thinker')
    expect(named('invoke_agent thinker')?.attributes).to.include({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'dramatis',
      'gen_ai.agent.id': 'thinker',
      'gen_ai.conversation.id': 'c1',
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.usage.output_tokens': 3,
      'dramatis.turn.id': turn,
      'dramatis.solver.id': 'thinker',
      'dramatis.outcome': 'answered',
    })
    expect(named('chat broken')?.attributes).to.include({ 'dramatis.outcome': 'failed', 'error.type': 'threw' })
    expect(named('chat thinker')?.attributes).to.include({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'thinker',
      'dramatis.outcome': 'answered',
    })
    expect(named('execute_tool now')?.attributes).to.include({ 'gen_ai.tool.name': 'now' })
    const parent = named('invoke_agent thinker')?.spanContext().spanId
    for (const child of ['chat broken', 'chat thinker', 'execute_tool now']) {
      expect(named(child)?.parentSpanContext?.spanId).to.equal(parent)
    }
  })

  it('belong to the trace of the client, and what a solver calls belongs to it too', async () => {
    const { text } = await ask('thinker', { traceparent: `00-${traceId}-${parentId}-01` })
    expect(text).to.equal(traceId)
    expect(named('invoke_agent thinker')?.parentSpanContext?.spanId).to.equal(parentId)
  })

  it('of a turn that fails say why', async () => {
    await ask('broken')
    const span = named('invoke_agent broken')
    expect(span?.status.message).to.equal('solver-failed')
    expect(span?.attributes).to.include({ 'error.type': 'solver-failed', 'dramatis.outcome': 'failed' })
  })

  it('hold nothing of what was said', async () => {
    await ask('thinker')
    const told = JSON.stringify(exporter.getFinishedSpans().map(({ attributes, events }) => ({ attributes, events })))
    expect(told).to.not.include('What time')
  })
})
