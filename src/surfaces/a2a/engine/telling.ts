import { TaskState } from '@a2a-js/sdk'
import { RuntimeError, type Source, type TurnEvent } from '../../../index.ts'
import type { LiveTask } from './live.ts'
import { agentMessage, artifactEvent, type Metadata, statusEvent, textPart } from './make.ts'
import type { EngineOptions } from './options.ts'
import { partOf } from './parts.ts'

/** How much text may wait to be told, in UTF-16 units. */
const mostPending = 16 * 1024
/** The end of a sentence that another one follows. */
const sentenceEnd = /[.!?…。！？]["'”’)\]]{0,3}\s{1,3}(?=\S)/g
/** How long such an end may be, in UTF-16 units. */
const longestEnd = 8

/**
 * Turns what a persona says in one turn into events of its task. Words are collected until a sentence is complete or
 * some time has passed. The last word is kept back while more may come, so that the last piece can be told as such.
 */
export class Telling {
  readonly #task: LiveTask
  readonly #options: EngineOptions
  readonly #textId: string
  readonly #goesOn: () => boolean
  /** The turn, as the task's metadata shows it. */
  #about: Metadata = {}
  #pending = ''
  /** What was pending when it was looked at last. */
  #held = ''
  /** Everything it has said, for a question or a refusal: those stand in the status. */
  #said = ''
  #started = false
  #refusing = ''
  #parts = 0
  #bytes = 0
  #sources: Source[] = []
  #artifacts = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #finished = false

  /**
   * `turn` tells the turns of the task apart: each has texts of its own. `goesOn` says whether another one follows, so
   * that the task does not end with this one.
   */
  constructor(task: LiveTask, options: EngineOptions, turn: string, goesOn: () => boolean) {
    this.#task = task
    this.#options = options
    this.#goesOn = goesOn
    this.#textId = `text-${turn}`
  }

  /** Whether the persona has said everything. */
  get finished(): boolean {
    return this.#finished
  }

  /** @throws RuntimeError `solver-failed` where the answer is too long for a task */
  tell(event: TurnEvent): void {
    switch (event.type) {
      case 'start':
        this.#about = { dramatis: { turn: event.id, persona: event.persona, solver: event.solver } }
        return
      case 'text-delta':
        this.#grow(event.text.length)
        if (event.refusal) this.#refusing += event.text
        else this.#speak(event.text)
        return
      case 'part':
        this.#showPart(event)
        return
      case 'status':
        this.#task.say(statusEvent(this.#task.ids, TaskState.TASK_STATE_WORKING, event.text))
        return
      case 'source':
        this.#sources.push(event.source)
        return
      case 'finish':
        this.#finish(event)
        return
      case 'reasoning-delta':
      case 'tool-input-delta':
      case 'tool-call':
        return // neither what it thinks nor how it works is part of an answer
    }
  }

  /** What it has said so far stays; the task has failed. */
  fail(error: RuntimeError): void {
    this.#flush()
    this.#task.say(statusEvent(this.#task.ids, TaskState.TASK_STATE_FAILED, error.message, this.#metadata(error.code)))
  }

  /** Nothing more is told. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  #speak(text: string): void {
    const before = this.#pending.length
    this.#pending += text
    this.#said += text
    if (this.#pending.length > mostPending) return this.#flush(beforeLastWord(this.#pending) || this.#pending.length)
    const sentence = this.#task.writing ? 0 : afterSentence(this.#pending, before)
    if (sentence > 0) this.#flush(sentence)
    this.#timer ??= setTimeout(() => this.#pause(), this.#options.timing.coalesce)
  }

  /** Tells what has come so far: the last word too, where nothing has come after it for as long. */
  #pause(): void {
    const silent = this.#pending === this.#held
    this.#flush(silent ? this.#pending.length : beforeLastWord(this.#pending))
    this.#held = this.#pending
    if (this.#pending !== '') this.#timer = setTimeout(() => this.#pause(), this.#options.timing.coalesce)
  }

  /** Tells the pending text up to some place; undefined: all of it, as the last piece. */
  #flush(end?: number): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const last = end === undefined
    const text = this.#pending.slice(0, end)
    if (text === '') return
    this.#pending = this.#pending.slice(text.length)
    const metadata = last && this.#sources.length > 0 ? { sources: this.#sources } : undefined
    const artifact = { artifactId: this.#textId, parts: [textPart(text)], ...(metadata ? { metadata } : {}) }
    this.#task.say(artifactEvent(this.#task.ids, artifact, { append: this.#started, last }))
    this.#started = true
  }

  #showPart({ part, artifact }: Extract<TurnEvent, { type: 'part' }>): void {
    const shown = partOf(part)
    if (!shown) return
    this.#grow(shown.content?.$case === 'raw' ? shown.content.value.length : JSON.stringify(shown.content).length)
    this.#flush(beforeLastWord(this.#pending))
    this.#parts++
    const id = artifact?.id ?? `${this.#textId}-part-${this.#parts}`
    const append = (artifact?.append ?? false) && this.#artifacts.has(id)
    this.#artifacts.add(id)
    const described = {
      artifactId: id,
      parts: [shown],
      ...(artifact?.name === undefined ? {} : { name: artifact.name }),
    }
    const last = artifact?.last ?? artifact?.append === undefined
    this.#task.say(artifactEvent(this.#task.ids, described, { append, last }))
  }

  #finish({ reason, untracked }: Extract<TurnEvent, { type: 'finish' }>): void {
    const { ids } = this.#task
    const bare = untracked && !this.#started && this.#parts === 0
    const text = this.#said + this.#refusing
    if (bare && text !== '') {
      const message = agentMessage({ contextId: ids.contextId }, [textPart(text)], this.#metadata())
      this.#finished = this.#task.answer(message)
      if (this.#finished) return
    }
    switch (reason) {
      case 'refusal':
        return this.#close(TaskState.TASK_STATE_REJECTED, text)
      case 'input-required':
        return this.#close(TaskState.TASK_STATE_INPUT_REQUIRED, text)
      case 'auth-required':
        return this.#close(TaskState.TASK_STATE_AUTH_REQUIRED, text)
      case 'length':
        return this.#close(TaskState.TASK_STATE_COMPLETED, undefined, 'length')
      case 'stop':
      case 'tool-calls':
        return this.#close(TaskState.TASK_STATE_COMPLETED)
      default: // of a plugin for a later release; the task must not be at work for ever
        reason satisfies never
        throw new RuntimeError('solver-failed', 'The answer ended in a way that is not known here.')
    }
  }

  /** A question and a refusal stand in the status; what has been told of them already is completed. */
  #close(state: TaskState, text?: string, reason?: string): void {
    this.#finished = true
    if (text === undefined || this.#started || this.#goesOn()) this.#flush()
    this.stop()
    if (this.#goesOn()) return
    this.#task.say(statusEvent(this.#task.ids, state, text || undefined, this.#metadata(reason)))
  }

  #metadata(reason?: string): Metadata {
    const about = this.#about['dramatis']
    return { dramatis: { ...(typeof about === 'object' ? about : {}), ...(reason === undefined ? {} : { reason }) } }
  }

  #grow(length: number): void {
    this.#bytes += length
    if (this.#bytes <= this.#options.limits.taskBytes) return
    const limit = this.#options.limits.taskBytes
    throw new RuntimeError('solver-failed', `The answer was longer than the ${limit} bytes that a task may hold.`)
  }
}

/** Where the sentence that goes on at `end` begins; 0 where another one goes on there. */
function afterSentence(text: string, end: number): number {
  sentenceEnd.lastIndex = Math.max(0, end - longestEnd)
  const found = end === 0 ? null : sentenceEnd.exec(text.slice(0, end + longestEnd))
  return found ? found.index + found[0].length : 0
}

/** Where the last word begins; 0 where there is but one. */
function beforeLastWord(text: string): number {
  const end = text.trimEnd().length - 1
  return Math.max(text.lastIndexOf(' ', end), text.lastIndexOf('\n', end)) + 1
}
