import type { Answering } from '../../http/index.ts'
import type { Source, TurnEvent } from '../../index.ts'
import type { GeminiTurn } from './generate.ts'
import { encodeSources } from './sources.ts'
import { join, partOf, type WirePart } from './speech.ts'
import { encodeUsage, finishReasons } from './usage.ts'

/** A whole answer: `GenerateContentResponse`. */
export function encodeAnswer(events: readonly TurnEvent[], turn: GeminiTurn, answering: Answering): object {
  const candidates = turn.requests.map((_, index) => {
    const candidate = new Candidate(index, turn.thinks)
    const pieces: WirePart[] = []
    for (const event of events) {
      if ((event.choice ?? 0) !== index) continue
      const part = candidate.take(event)
      if (part) pieces.push(part)
    }
    return candidate.encode(join(pieces))
  })
  return { candidates, usageMetadata: encodeUsage(events), ...answerHead(turn, answering) }
}

/** What every piece of an answer says of it. */
export function answerHead(turn: GeminiTurn, { id, persona }: Answering): object {
  return { modelVersion: turn.model || persona.name, responseId: id }
}

/** One of the answers of a call, and what is known of it so far. */
export class Candidate {
  readonly #index: number
  readonly #thinks: boolean
  readonly #sources: Source[] = []
  #text = ''
  #finish: string | undefined

  constructor(index: number, thinks: boolean) {
    this.#index = index
    this.#thinks = thinks
  }

  /** The part that an event adds to the answer. */
  take(event: TurnEvent): WirePart | undefined {
    if (event.type === 'source') this.#sources.push(event.source)
    if (event.type === 'finish') this.#finish = finishReasons[event.reason]
    const part = partOf(event, this.#thinks)
    if (part?.text !== undefined && !part.thought) this.#text += part.text
    return part
  }

  /** What a part adds while the answer goes on, as JSON. Most chunks are such: what they have in common is not encoded. */
  piece(part: WirePart): string {
    return `{"content":{"parts":[${JSON.stringify(part)}],"role":"model"},"index":${this.#index}}`
  }

  /** Never without a part, which chat helpers would take for an answer that went wrong. Sources come at the end. */
  encode(parts: readonly WirePart[]): object {
    return {
      content: { parts: parts.length === 0 ? [{ text: '' }] : parts, role: 'model' },
      ...(this.#finish === undefined
        ? {}
        : { finishReason: this.#finish, ...encodeSources(this.#sources, this.#text) }),
      index: this.#index,
    }
  }
}
