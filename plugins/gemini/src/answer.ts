import { type FinishReason, SolverError, type SolverEvent, type Usage } from 'dramatis'
import { readEvents } from 'dramatis/upstream'
import { readChunk } from './chunk.ts'
import { eventsOf } from './parts.ts'
import { sourcesOf } from './sources.ts'
import type { Candidate, UsageMetadata } from './wire.ts'

/**
 * What a streamed answer says: nothing where it is empty.
 * @throws SolverError for one that breaks off, for an error in it, and for what is none
 */
export async function* readAnswer(body: AsyncIterable<Uint8Array>): AsyncGenerator<SolverEvent, void, undefined> {
  const answer = new Answer()
  for await (const events of readEvents(body)) {
    for (const { data } of events) yield* answer.hear(data)
  }
  yield* answer.end()
}

/**
 * There is no mark at the end of a stream but that it ends, and some servers give every chunk a finish reason. So what
 * comes after one goes on, unless it is the same chunk once more.
 */
class Answer {
  #text = ''
  #called = false
  #heard = false
  #last = ''
  #reason: FinishReason | undefined
  #usage: UsageMetadata | undefined
  #origins: Candidate = {}

  hear(data: string): readonly SolverEvent[] {
    if (this.#reason !== undefined && data === this.#last) return []
    const { candidates, promptFeedback, usageMetadata } = readChunk(data)
    this.#last = data
    this.#heard = true
    this.#usage = usageMetadata ?? this.#usage
    if (promptFeedback?.blockReason) {
      this.#reason = 'refusal'
      const { blockReasonMessage: text } = promptFeedback
      return text ? [{ type: 'text-delta', text }] : []
    }
    const candidate = candidates?.[0]
    return candidate ? this.#listen(candidate) : []
  }

  end(): readonly SolverEvent[] {
    if (!this.#heard) return []
    const reason = this.#reason
    if (reason === undefined) throw new SolverError('server-error', 'The upstream ended its answer in the middle.')
    const finish: SolverEvent = {
      type: 'finish',
      reason: reason === 'stop' && this.#called ? 'tool-calls' : reason,
      ...(this.#usage ? { usage: usageOf(this.#usage) } : {}),
    }
    return [...sourcesOf(this.#text, this.#origins).map((source) => ({ type: 'source' as const, source })), finish]
  }

  #listen(candidate: Candidate): readonly SolverEvent[] {
    const events = (candidate.content?.parts ?? []).flatMap(eventsOf)
    for (const event of events) {
      if (event.type === 'text-delta') this.#text += event.text
      if (event.type === 'tool-call') this.#called = true
    }
    const { finishReason, finishMessage, groundingMetadata, citationMetadata } = candidate
    if (groundingMetadata) this.#origins.groundingMetadata = groundingMetadata
    if (citationMetadata) this.#origins.citationMetadata = citationMetadata
    if (finishReason) this.#reason = reasonOf(finishReason, finishMessage)
    return events
  }
}

const reasons: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'refusal',
  RECITATION: 'refusal',
  LANGUAGE: 'refusal',
  BLOCKLIST: 'refusal',
  PROHIBITED_CONTENT: 'refusal',
  SPII: 'refusal',
  IMAGE_SAFETY: 'refusal',
  IMAGE_PROHIBITED_CONTENT: 'refusal',
  IMAGE_RECITATION: 'refusal',
}

/** @throws SolverError for an answer that the model spoilt, such as `MALFORMED_FUNCTION_CALL` */
function reasonOf(finishReason: string, message: string | undefined): FinishReason {
  const reason = reasons[finishReason]
  if (reason) return reason
  throw new SolverError('server-error', `The upstream ended its answer with ${finishReason}: ${message ?? 'no reason'}`)
}

function usageOf(usage: UsageMetadata): Usage {
  const { cachedContentTokenCount: cached, thoughtsTokenCount: thoughts } = usage
  return {
    inputTokens: (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
    outputTokens: (usage.candidatesTokenCount ?? 0) + (thoughts ?? 0),
    ...(cached === undefined ? {} : { cachedTokens: cached }),
    ...(thoughts === undefined ? {} : { reasoningTokens: thoughts }),
  }
}
