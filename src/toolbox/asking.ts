import { LRUCache } from 'lru-cache'
import { RuntimeError } from '../core/errors.ts'
import { compileOnce, type Problem } from '../core/schema.ts'
import type { ToolAbility } from '../core/toolbox.ts'
import type { InputAnswer, InputRequest } from '../core/toolset.ts'
import type { Json, JsonSchema, MaybePromise } from '../core/types.ts'
import { inSentences } from './problems.ts'
import type { CallState } from './state.ts'

/** Ends a run that has to wait for an answer. */
class NeedsInput extends Error {
  constructor() {
    super('The call waits for an answer, and runs again when it has come.')
    this.name = 'NeedsInput'
  }
}

const kinds: Readonly<Record<ToolAbility, string>> = {
  ask: 'be asked',
  sample: 'lend its language model',
  roots: 'tell its folders',
}

/** The questions of one run of a call, and what is known from the runs before it. */
export class Asking {
  /** What the run wants to know, in the order in which it asked. */
  readonly requests: InputRequest[] = []
  /** An answer that cannot be taken; the run is over, whatever the tool makes of it. */
  fault: RuntimeError | undefined
  readonly #abilities: readonly ToolAbility[]
  readonly #answers: Readonly<Record<string, InputAnswer>>
  readonly #done: Record<string, Json>
  readonly #running = new Map<string, Promise<unknown>>()
  readonly #asked = { ask: 0, sample: 0, roots: 0 }

  constructor(abilities: readonly ToolAbility[], { answers, done }: CallState) {
    this.#abilities = abilities
    this.#answers = answers
    this.#done = { ...done }
  }

  /** What the next run is to know. */
  get state(): CallState {
    return { answers: this.#answers, done: this.#done }
  }

  supports(ability: ToolAbility): boolean {
    return this.#abilities.includes(ability)
  }

  /** A name for a question that has none. */
  name(ability: ToolAbility): string {
    return `${ability}${++this.#asked[ability]}`
  }

  answer(request: InputRequest, check: JsonSchema): Promise<unknown> {
    if (!this.supports(request.kind)) {
      const about = request.kind === 'ask' ? ` It wants to know: ${request.message}` : ''
      const message = `This tool needs a caller that can ${kinds[request.kind]}, and this one cannot.${about}`
      return failed(Object.assign(new Error(message), { ability: request.kind })) // protocols have an error of their own
    }
    const answer = Object.hasOwn(this.#answers, request.key) ? this.#answers[request.key] : undefined
    if (!answer) {
      if (!this.requests.some(({ key }) => key === request.key)) this.requests.push(request)
      return failed(new NeedsInput())
    }
    if (!answer.accepted) return failed(new Error(`Whoever was asked declined${subject(request)}`))
    const problems = validatorOf(check)(answer.value)
    if (problems.length === 0) return Promise.resolve(answer.value)
    this.fault ??= wrongAnswer(request.key, problems)
    return failed(this.fault)
  }

  async once<T>(key: string, run: () => MaybePromise<T>): Promise<T> {
    if (Object.hasOwn(this.#done, key)) return this.#done[key] as T // what it gave in an earlier run, as JSON
    const known = this.#running.get(key)
    if (known) return (await known) as T // the same key means the same work
    const running = (async () => JSON.parse(JSON.stringify(await run()) ?? 'null') as Json)() // it comes out of JSON
    this.#running.set(key, running)
    try {
      const value = await running
      this.#done[key] = value
      return value as T // the JSON of it, as it will be in the next run
    } finally {
      this.#running.delete(key)
    }
  }
}

function subject(request: InputRequest): string {
  return request.kind === 'ask' ? ` to answer: ${request.message}` : '.'
}

/** Nobody need wait for it: a tool that asks and does not look has an answer all the same. */
function failed(error: Error): Promise<never> {
  const promise = Promise.reject(error)
  promise.catch(() => undefined)
  return promise
}

function wrongAnswer(key: string, problems: readonly Problem[]): RuntimeError {
  const at = `/_inputs/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
  const placed = problems.map((problem) => ({ ...problem, pointer: at + problem.pointer }))
  const message = `The answer "${key}" is wrong: ${inSentences(problems)}`
  return new RuntimeError('invalid-request', message, { ...placed[0], problems: placed })
}

/** Tools write their questions where they ask them: the same schema is another object each time. */
const validators = new LRUCache<string, (value: unknown) => readonly Problem[]>({ max: 500 })

function validatorOf(schema: JsonSchema): (value: unknown) => readonly Problem[] {
  const text = JSON.stringify(schema)
  const known = validators.get(text)
  if (known) return known
  const { $id: _id, $schema: _dialect, ...rest } = schema
  const made = compileOnce(rest)
  validators.set(text, made)
  return made
}
