import { type FinishReason, SolverError, type SolverEvent, type Usage } from 'dramatis'
import { mediaOfUrl } from 'dramatis/http'
import { Calls } from './calls.ts'
import { type Chunk, type ChunkUsage, type Delta, readChunk, sourceOf } from './chunk.ts'
import type { Listener } from './hear.ts'
import { Thoughts } from './thoughts.ts'

/** Reads chat completions, as OpenAI sends them and as others do. */
export class ChatListener implements Listener {
  /** Usage may come after the end of the words. */
  readonly ended = false
  readonly #calls = new Calls()
  readonly #thoughts = new Thoughts()
  #reason: FinishReason | undefined
  #stopSequence: string | undefined
  #refused = false
  #usage: Usage | undefined

  hear(event: unknown): readonly SolverEvent[] {
    const chunk = readChunk(event)
    this.#usage = usageOf(chunk) ?? this.#usage
    const choice = chunk.choices?.find((one) => !one.index) // others come unasked
    if (!choice || this.#reason !== undefined) return [] // what comes after the end says nothing new
    const said: SolverEvent[] = []
    const delta = choice.delta ?? choice.message
    if (delta) this.#read(delta, said)
    if (choice.finish_reason) {
      this.#reason = reasonOf(choice.finish_reason)
      if (typeof choice.stop_reason === 'string') this.#stopSequence = choice.stop_reason
      said.push(...this.#calls.end(this.#reason === 'length'))
    }
    return said
  }

  finish(): SolverEvent {
    if (this.#reason === undefined)
      throw new SolverError('server-error', 'The upstream ended its answer in the middle.')
    const called = this.#calls.any && this.#reason === 'stop'
    return {
      type: 'finish',
      reason: this.#refused ? 'refusal' : called ? 'tool-calls' : this.#reason,
      ...(this.#stopSequence === undefined ? {} : { stopSequence: this.#stopSequence }),
      ...(this.#usage ? { usage: this.#usage } : {}),
    }
  }

  #read(delta: Delta, said: SolverEvent[]): void {
    const thought = this.#thoughts.add(delta)
    if (thought) said.push({ type: 'reasoning-delta', text: thought })
    readContent(delta.content, said)
    if (delta.refusal) {
      this.#refused = true
      said.push({ type: 'text-delta', text: delta.refusal, refusal: true })
    }
    for (const { url_citation } of delta.annotations ?? []) {
      if (url_citation) said.push({ type: 'source', source: sourceOf(url_citation) })
    }
    for (const { image_url } of delta.images ?? []) {
      if (image_url?.url)
        said.push({ type: 'part', part: { type: 'image', ...mediaOfUrl(image_url.url, '', 'image/png') } })
    }
    if (!delta.tool_calls?.length) return
    const opaque = this.#thoughts.take()
    if (opaque) said.push({ type: 'reasoning-delta', text: '', opaque })
    for (const call of delta.tool_calls) said.push(this.#calls.add(call))
  }
}

function readContent(content: Delta['content'], said: SolverEvent[]): void {
  if (!content) return
  if (typeof content === 'string') {
    said.push({ type: 'text-delta', text: content })
    return
  }
  for (const part of content) {
    if (part.type === 'text') said.push({ type: 'text-delta', text: part.text })
    if (part.type === 'thinking')
      for (const { text } of part.thinking) if (text) said.push({ type: 'reasoning-delta', text })
  }
}

/** @throws SolverError for the reasons that are failures */
function reasonOf(given: string): FinishReason {
  const reason = finishReasons[given] ?? 'stop'
  if (reason === 'failed') throw new SolverError('server-error', `The upstream broke off: ${given}.`)
  return reason
}

const finishReasons: Readonly<Record<string, FinishReason | 'failed'>> = {
  stop: 'stop',
  length: 'length',
  model_length: 'length', // Mistral's
  tool_calls: 'stop', // the calls themselves say so
  content_filter: 'refusal',
  error: 'failed', // OpenRouter's and Mistral's
  abort: 'failed', // vLLM's
  insufficient_system_resource: 'failed', // DeepSeek's
}

function usageOf(chunk: Chunk): Usage | undefined {
  const usage: ChunkUsage | null | undefined = chunk.usage ?? chunk.x_groq?.usage
  if (!usage) return undefined
  const cached = usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens
  const thought = usage.completion_tokens_details?.reasoning_tokens
  return {
    inputTokens: usage.prompt_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
    ...(cached == null ? {} : { cachedTokens: cached }),
    ...(thought == null ? {} : { reasoningTokens: thought }),
  }
}
