import { decodeArguments, type Exchange, type SurfaceHost } from '../../http/index.ts'
import { type CallBody, type Log, type Memory, plainResult, readCall, type ToolSession } from '../../index.ts'
import { encodeQuestions } from './errors.ts'
import { readQuery } from './query.ts'

/** `POST /tools/{name}`: the body is the input, and the answer is what the tool returned. */
export async function callOverHttp(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const name = exchange.params.name ?? ''
  const toolset = await host.tools()
  toolset.get(name) // before a body is waited for
  const body = readCall(decodeArguments((await exchange.body()).toString(), ''))
  const query = readQuery(exchange.query)
  const outcome = await toolset.call(name, body.input, new HttpSession(host, exchange, body), query ? { query } : {})
  if (outcome.kind === 'ask') return exchange.sendJson(409, encodeQuestions(name, outcome.requests, outcome.state))
  if (outcome.shortened !== undefined) exchange.header('x-dramatis-shortened', outcome.shortened)
  exchange.sendJson(200, plainResult(outcome))
}

/** Whoever calls over HTTP can be asked, and can go away. */
class HttpSession implements ToolSession {
  readonly caller = 'http'
  readonly abilities = ['ask'] as const
  readonly answers: CallBody['answers']
  readonly state: string | undefined
  readonly #host: SurfaceHost
  readonly #exchange: Exchange
  #memory: Memory | undefined

  constructor(host: SurfaceHost, exchange: Exchange, { answers, state }: CallBody) {
    this.#host = host
    this.#exchange = exchange
    this.answers = answers
    this.state = state
  }

  get signal(): AbortSignal {
    return this.#exchange.signal
  }

  get log(): Log {
    return this.#host.log
  }

  get memory(): Memory {
    const header = this.#exchange.request.headers['x-conversation-id']
    const conversation = typeof header === 'string' && header !== '' ? header.slice(0, 256) : undefined
    this.#memory ??= this.#host.memory(conversation)
    return this.#memory
  }
}
