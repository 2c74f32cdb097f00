import { AgentCard, ListTasksRequest, type StreamResponse } from '@a2a-js/sdk'
import { RequestMalformedError } from '@a2a-js/sdk/errors'
import type { ServerCallContext } from '@a2a-js/sdk/server'
import type { Exchange } from '../../http/index.ts'
import { Call } from './call.ts'
import type { CardJson } from './card.ts'
import { contextOf, lastEventId, readJson, requireJson } from './context.ts'
import { requireVersion, toProtocolError } from './failures.ts'
import { isRecord } from './older.ts'
import { type RestDialect, restDialects } from './rest-dialect.ts'
import type { RestOperation } from './rest-routes.ts'
import type { A2aService } from './service.ts'
import { sendEvents } from './stream.ts'
import { askedVersion, type Version } from './version.ts'

/** One request, with what is needed to serve and to answer it. */
interface Asked {
  readonly exchange: Exchange
  readonly call: Call
  readonly context: ServerCallContext
  readonly dialect: RestDialect
  readonly body: unknown
  readonly service: A2aService
}

/** HTTP+JSON. `own` is the version that the path belongs to; a client may ask for the other one. */
export async function answerRest(
  exchange: Exchange,
  service: A2aService,
  operation: RestOperation,
  own: Version,
): Promise<void> {
  const takesBody = operation === 'send' || operation === 'stream' || operation === 'push'
  const body = takesBody ? await readJson(exchange) : undefined
  let dialect = restDialects[own]
  try {
    const asked = askedVersion(exchange)
    if (asked !== '') dialect = restDialects[requireVersion(asked)]
    if (takesBody) requireJson(exchange)
    const agent = service.agentOf(exchange, isRecord(body) ? body.tenant : exchange.query.get('tenant'))
    await service.ready()
    const call = new Call(service, agent, { after: lastEventId(exchange) })
    await operations[operation]({
      exchange,
      call,
      context: contextOf(exchange, dialect.version),
      dialect,
      body,
      service,
    })
  } catch (thrown) {
    if (exchange.response.headersSent) throw thrown
    const { status, body: told } = dialect.error(toProtocolError(thrown, service.log))
    // Errors are plain JSON also where answers have a type of their own.
    exchange.sendJson(status, told)
  }
}

const operations: Readonly<Record<RestOperation, (asked: Asked) => Promise<void>>> = {
  async send(asked) {
    const { call, context, dialect, body } = asked
    const answer = await call.sendMessage(dialect.readSend(body), context)
    send(asked, dialect.sent, dialect.answer(answer))
  },
  stream: (asked) => stream(asked, asked.call.sendMessageStream(asked.dialect.readSend(asked.body), asked.context)),
  async list(asked) {
    const request = readList(asked.exchange.query)
    const page = await asked.call.listTasks(request, asked.context)
    send(asked, 200, asked.dialect.tasks(page, request.includeArtifacts === true))
  },
  async get(asked) {
    const { exchange, call, context, dialect } = asked
    const id = exchange.params.id ?? ''
    const [name, verb] = splitVerb(id)
    if (verb === 'subscribe') return await stream(asked, call.resubscribe({ tenant: '', id: name }, context))
    const historyLength = readNumber(exchange.query, 'historyLength')
    send(asked, 200, dialect.task(await call.getTask({ tenant: '', id, historyLength }, context)))
  },
  async act(asked) {
    const { exchange, call, context, dialect } = asked
    const [id, verb] = splitVerb(exchange.params.id ?? '')
    if (verb === 'subscribe') return await stream(asked, call.resubscribe({ tenant: '', id }, context))
    if (verb !== 'cancel') throw new RequestMalformedError('A task takes ":cancel" and ":subscribe".')
    send(asked, 200, dialect.task(await call.cancelTask({ tenant: '', id, metadata: undefined }, context)))
  },
  async push(asked) {
    const { exchange, call, context, dialect, body } = asked
    const config = dialect.readPush(body, exchange.params.id ?? '')
    send(asked, 201, dialect.push(await call.createTaskPushNotificationConfig(config, context)))
  },
  async pushes(asked) {
    const { exchange, call, context, dialect } = asked
    const { query } = exchange
    const pageSize = readNumber(query, 'pageSize') ?? 0
    const request = { tenant: '', taskId: exchange.params.id ?? '', pageSize, pageToken: query.get('pageToken') ?? '' }
    send(asked, 200, dialect.pushes(await call.listTaskPushNotificationConfigs(request, context)))
  },
  async pushOf(asked) {
    const { call, context, dialect } = asked
    send(asked, 200, dialect.push(await call.getTaskPushNotificationConfig(namedPush(asked), context)))
  },
  async dropPush(asked) {
    await asked.call.deleteTaskPushNotificationConfig(namedPush(asked), asked.context)
    send(asked, 200, {}) // the protocol's own empty message: some clients read JSON from whatever is not an error
  },
  async card(asked) {
    const { call, context, dialect } = asked
    const card = AgentCard.toJSON(await call.getAuthenticatedExtendedAgentCard({ tenant: '' }, context))
    send(asked, 200, dialect.card(card as CardJson)) // it was made from one
  },
}

function send({ exchange, dialect }: Pick<Asked, 'exchange' | 'dialect'>, status: number, body: object): void {
  exchange.sendJson(status, body, { 'content-type': dialect.contentType })
}

async function stream({ exchange, call, dialect, service }: Asked, events: ReturnType<Call['resubscribe']>) {
  await sendEvents<StreamResponse>(exchange, events, {
    json: dialect.event,
    sequence: () => call.lastSequence,
    failure: (error) => dialect.error(toProtocolError(error, service.log)).body,
    keepAlive: service.keepAlive,
  })
}

/** `id:cancel`. Ids have no colon of their own. */
function splitVerb(text: string): readonly [string, string] {
  const at = text.lastIndexOf(':')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function namedPush({ exchange: { params } }: Asked) {
  return { tenant: '', taskId: params.id ?? '', id: params.config ?? '' }
}

function readList(query: URLSearchParams): ListTasksRequest {
  const pageSize = readNumber(query, 'pageSize')
  if (pageSize !== undefined && (pageSize < 1 || pageSize > 100)) {
    throw new RequestMalformedError('"pageSize" must be from 1 to 100.')
  }
  const status = query.get('status')
  return ListTasksRequest.fromJSON({
    contextId: query.get('contextId'),
    status: status !== null && /^\d+$/.test(status) ? Number(status) : status,
    pageSize,
    pageToken: query.get('pageToken'),
    historyLength: readNumber(query, 'historyLength'),
    statusTimestampAfter: query.get('statusTimestampAfter') || undefined,
    includeArtifacts: query.get('includeArtifacts') === 'true',
  })
}

/** Either spelling of a name will do, as in a body. */
function readNumber(query: URLSearchParams, name: string): number | undefined {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const text = query.get(name) ?? query.get(snake) ?? ''
  if (text === '') return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new RequestMalformedError(`"${name}" must be a whole number that is not negative.`)
}
