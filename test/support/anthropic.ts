import Anthropic from '@anthropic-ai/sdk'
import Anthropic0 from 'anthropic0'
import { openStage, type Stage } from './stage.ts'

/** The unmodified SDKs. The earlier major has every method that the tests use, with the same arguments. */
const majors = { 'anthropic 1': Anthropic, 'anthropic 0': Anthropic0 as unknown as typeof Anthropic }

export interface Sdk {
  stage: Stage
  client: Anthropic
  Anthropic: typeof Anthropic
  major: number
}

/** The same suite for every major of the SDK, each against a host of its own. */
export function describeSdks(title: string, run: (sdk: Sdk) => void, open: () => Promise<Stage> = openStage): void {
  for (const [name, Client] of Object.entries(majors)) {
    describe(`${name}: ${title}`, () => {
      const sdk = { Anthropic: Client, major: Number(name.at(-1)) } as Sdk // `before` adds the rest, and tests run after it
      before(async () => {
        sdk.stage = await open()
        sdk.client = new Client({ apiKey: 'none', baseURL: `${sdk.stage.url}/anthropic`, maxRetries: 0 })
      })
      after(() => sdk.stage.close())
      run(sdk)
    })
  }
}

/** A block of an answer, as far as the tests read it. */
export interface Block {
  type: string
  text?: string
  citations?: { type: string; url: string; title: string }[] | null
  thinking?: string
  signature?: string
  name?: string
  input?: unknown
}

export interface Message {
  content: Block[]
  stop_reason: string | null
  stop_sequence: string | null
  usage: { input_tokens: number; output_tokens: number; cache_read_input_tokens: number }
}

/** An event of a stream; which fields it has, its type tells. */
// biome-ignore lint/suspicious/noExplicitAny: the tests compare what is in them
export type AnyEvent = { type: string; [field: string]: any }

/** The events of a stream that must be made of nothing else: each with its name, which is its type. */
export function eventsOf(stream: string): AnyEvent[] {
  const frames = stream.split('\n\n')
  if (frames.pop() !== '') throw new Error('the stream does not end with a blank line')
  return frames.map((frame) => {
    const [, name, data] = /^event: ([a-z_]+)\ndata: ([^\n]+)$/.exec(frame) ?? []
    const event = JSON.parse(data ?? 'null')
    if (event?.type !== name) throw new Error(`not an event: ${frame}`)
    return event
  })
}

/** The message that a stream comes to, as a client adds it up. */
export function fold(events: readonly AnyEvent[]): Message {
  const message = structuredClone(events[0]?.message)
  let json = ''
  for (const { type, index, content_block, delta, usage } of events) {
    const block = message.content[index]
    if (type === 'content_block_start') {
      if (index !== message.content.length) throw new Error(`block ${index} starts out of order`)
      message.content.push(structuredClone(content_block))
      json = ''
    }
    if (type === 'content_block_delta') {
      if (delta.type === 'text_delta') block.text += delta.text
      if (delta.type === 'thinking_delta') block.thinking += delta.thinking
      if (delta.type === 'signature_delta') block.signature = delta.signature
      if (delta.type === 'citations_delta') block.citations = [...(block.citations ?? []), delta.citation]
      if (delta.type === 'input_json_delta') json += delta.partial_json
    }
    if (type === 'content_block_stop' && block.type === 'tool_use') block.input = JSON.parse(json || '{}')
    if (type === 'message_delta') {
      Object.assign(message, delta)
      Object.assign(message.usage, usage)
    }
  }
  return message
}
