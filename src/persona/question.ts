import type {
  Ability,
  Answer,
  ChatRequest,
  Context,
  Log,
  MaybePromise,
  Memory,
  SolverEvent,
  ToolSpec,
} from '../core/types.ts'
import type { Leave } from '../core/waiting.ts'
import type { Attempting } from './attempt.ts'
import { ToolLoop } from './tool-loop.ts'
import { voiced } from './voice.ts'
import type { Watch } from './watch.ts'

/** A request as one solver is to see it: in the persona's voice and with its tools, where it makes use of them. */
export class Question {
  readonly #attempting: Attempting
  readonly #request: ChatRequest
  readonly #context: Context
  readonly #loop: ToolLoop | undefined

  constructor(attempting: Attempting, watch: Watch) {
    const { link, persona, request, asking } = attempting
    const uses = (ability: Ability): boolean => link.solver.uses?.includes(ability) ?? false
    const heard = uses('voice') ? voiced(request, persona.voice, link.solver.prompt) : request
    this.#attempting = attempting
    this.#loop =
      uses('tools') && persona.tools.length > 0 && !attempting.retelling
        ? new ToolLoop(request, {
            solver: link.id,
            accepts: link.accepts,
            tools: persona.tools,
            maxRounds: persona.maxToolRounds,
            rounds: asking.rounds,
            step: (step) => asking.toolStep(step),
          })
        : undefined
    this.#request = this.#loop?.offer(heard) ?? heard
    this.#context = new SolverContext(attempting, this.#request.tools ?? [], watch)
  }

  /** Whether something has been done that cannot be taken back, so that nobody else may be asked. */
  get committed(): boolean {
    return this.#loop?.committed ?? false
  }

  ask(): MaybePromise<Answer> {
    const { asking, link } = this.#attempting
    return asking.within(() => link.solver.solve(this.#request, this.#context))
  }

  /** What is to be heard of the solver's own words. */
  hear(words: AsyncIterable<string | SolverEvent>): AsyncIterable<string | SolverEvent> {
    if (!this.#loop) return words
    const { solver } = this.#attempting.link
    return this.#loop.run(words, this.#request, this.#context, (request) => solver.solve(request, this.#context))
  }
}

class SolverContext implements Context {
  readonly log: Log
  readonly memory: Memory
  readonly lang: string
  readonly timezone: string
  readonly whole: boolean
  readonly tools: readonly ToolSpec[]
  readonly #watch: Watch

  constructor({ asking, persona, request }: Attempting, tools: readonly ToolSpec[], watch: Watch) {
    this.log = asking.log
    this.memory = asking.memory
    this.lang = request.lang ?? persona.lang
    this.timezone = persona.timezone
    this.whole = asking.whole ?? false
    this.tools = tools
    this.#watch = watch
  }

  get signal(): AbortSignal {
    return this.#watch.signal
  }

  onLeave(leave: Leave): () => void {
    return this.#watch.onLeave(leave)
  }
}
