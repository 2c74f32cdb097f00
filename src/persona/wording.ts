import { cutBytes, estimateInput, estimateTokens, tokenBytes } from '../core/text.ts'
import type { ChatRequest, FinishReason, SolverEvent, Usage } from '../core/types.ts'

type Finish = Extract<SolverEvent, { type: 'finish' }>

/**
 * What a solver says, as the client wants to hear it: cut at stop sequences and at `maxTokens`, ended by exactly one
 * `finish`, with usage. The same text comes out however it was cut into deltas.
 */
export class Wording {
  readonly #request: ChatRequest
  readonly #stop: readonly string[]
  #bytesLeft: number
  #bytesSaid = 0
  #called = false
  /** The end of the text so far, while it may be the beginning of a stop sequence. */
  #held = ''
  #finished = false

  constructor(request: ChatRequest, applies: readonly ('stop' | 'maxTokens')[] = []) {
    const { stop = [], maxTokens } = request.limits ?? {}
    this.#request = request
    this.#stop = applies.includes('stop') ? [] : stop.filter((sequence) => sequence !== '')
    this.#bytesLeft = applies.includes('maxTokens') || maxTokens === undefined ? Infinity : tokenBytes(maxTokens)
  }

  get finished(): boolean {
    return this.#finished
  }

  /** What is to be passed on for an event of the solver, or for its end. */
  take(event: SolverEvent | undefined): readonly SolverEvent[] {
    if (!event) return this.#finish(this.#called ? 'tool-calls' : 'stop')
    switch (event.type) {
      case 'text-delta':
        return event.refusal ? this.#refuse(event) : this.#text(event.text)
      case 'finish':
        return this.#finish(event.reason, event)
      case 'tool-call':
        this.#called = true
        this.#bytesSaid +=
          Buffer.byteLength(event.call.name) + Buffer.byteLength(JSON.stringify(event.call.input) ?? '')
        return this.#afterHeld(event)
      case 'reasoning-delta':
        this.#bytesSaid += Buffer.byteLength(event.text)
        return this.#afterHeld(event)
      case 'tool-input-delta':
      case 'source':
      case 'part':
        return this.#afterHeld(event)
      case 'status':
        return [event]
    }
  }

  /** Words that say no are not cut: half a refusal would say something else. */
  #refuse(event: SolverEvent & { type: 'text-delta' }): readonly SolverEvent[] {
    this.#bytesSaid += Buffer.byteLength(event.text)
    return this.#afterHeld(event)
  }

  #text(delta: string): readonly SolverEvent[] {
    const text = this.#held + delta
    const stop = firstComplete(text, this.#stop)
    if (stop) {
      this.#held = ''
      const events = this.#say(text.slice(0, stop.index))
      return this.#finished ? events : [...events, ...this.#finish('stop', { stopSequence: stop.sequence })]
    }
    const held = heldBack(text, this.#stop)
    this.#held = text.slice(text.length - held)
    return this.#say(held === 0 ? text : text.slice(0, -held))
  }

  #say(text: string): readonly SolverEvent[] {
    if (text === '') return []
    const allowed = this.#bytesLeft === Infinity ? text : cutBytes(text, this.#bytesLeft)
    const bytes = Buffer.byteLength(allowed)
    this.#bytesLeft -= bytes
    this.#bytesSaid += bytes
    const said: readonly SolverEvent[] = allowed === '' ? [] : [{ type: 'text-delta', text: allowed }]
    if (allowed.length === text.length) return said
    this.#held = ''
    return [...said, ...this.#finish('length')]
  }

  #afterHeld(event: SolverEvent): readonly SolverEvent[] {
    const held = this.#release()
    if (held.length === 0) return [event]
    return this.#finished ? held : [...held, event]
  }

  #release(): readonly SolverEvent[] {
    const held = this.#held
    this.#held = ''
    return this.#say(held)
  }

  #finish(
    reason: FinishReason,
    { stopSequence, usage, untracked }: Pick<Finish, 'stopSequence' | 'usage' | 'untracked'> = {},
  ): readonly SolverEvent[] {
    const held = this.#release()
    if (this.#finished) return held
    this.#finished = true
    return [
      ...held,
      {
        type: 'finish',
        reason,
        ...(stopSequence === undefined ? {} : { stopSequence }),
        usage: usage ?? this.#estimate(),
        ...(untracked ? { untracked } : {}),
      },
    ]
  }

  #estimate(): Usage {
    return {
      inputTokens: estimateInput(this.#request.messages),
      outputTokens: estimateTokens(this.#bytesSaid),
      estimated: true,
    }
  }
}

/** The sequence that is complete first, as it would be for someone who reads letter by letter. */
function firstComplete(text: string, sequences: readonly string[]): { index: number; sequence: string } | undefined {
  let found: { index: number; sequence: string } | undefined
  let end = Infinity
  for (const sequence of sequences) {
    const index = text.indexOf(sequence)
    if (index < 0 || index + sequence.length > end) continue
    if (index + sequence.length === end && found && found.index <= index) continue
    found = { index, sequence }
    end = index + sequence.length
  }
  return found
}

/** How many characters at the end may be the beginning of a stop sequence, or are half of a surrogate pair. */
function heldBack(text: string, sequences: readonly string[]): number {
  const last = text.charCodeAt(text.length - 1)
  let held = last >= 0xd800 && last <= 0xdbff ? 1 : 0
  for (const sequence of sequences) {
    for (let length = Math.min(sequence.length - 1, text.length); length > held; length--) {
      if (text.endsWith(sequence.slice(0, length))) held = length
    }
  }
  return held
}
