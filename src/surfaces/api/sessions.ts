import { randomUUID } from 'node:crypto'
import { type Exchange, type Route, requireListable, route, type SurfaceHost } from '../../http/index.ts'
import { bodyParser, type ConversationInfo, RuntimeError } from '../../index.ts'
import { findAgent } from './agents.ts'
import { listSchema, pageOf, readPage, withOneMore } from './paging.ts'
import { created, deletedSchema, listed, seconds, sessionSchema } from './shapes.ts'
import { type ApiState, type ApiTables, isId } from './state.ts'

export type SessionRow = ApiTables['api_sessions']

const createSchema = {
  type: 'object',
  required: ['agent_id'],
  properties: { agent_id: { type: 'string', minLength: 1 } },
} as const

const parseCreate = bodyParser(createSchema)

/** How old the time of the last use may become before it is written down again, in milliseconds. */
const usedAtPrecision = 60 * 60 * 1000

/** Sessions: each is the conversation of its own id with the persona of its agent. */
export function sessionRoutes(host: SurfaceHost, state: ApiState): readonly Route[] {
  return [
    route('GET', '/sessions', (exchange) => list(host, state, exchange), {
      summary: 'List the sessions',
      responses: listed(listSchema('sessions', sessionSchema)),
    }),
    route('POST', '/sessions', (exchange) => create(state, exchange), {
      summary: 'Begin a session with an agent',
      request: createSchema,
      responses: created(sessionSchema),
    }),
    route('GET', '/sessions/:id', (exchange) => get(host, state, exchange), {
      summary: 'One session',
      responses: listed(sessionSchema),
    }),
    route('DELETE', '/sessions/:id', (exchange) => remove(host, state, exchange), {
      summary: 'Delete a session, and forget what was said in it',
      responses: listed(deletedSchema),
    }),
  ]
}

/** @throws RuntimeError `not-found` */
export async function findSession(state: ApiState, id: string): Promise<SessionRow> {
  const { db } = await state.open()
  const named = db.selectFrom('api_sessions').selectAll().where('id', '=', id).where('caller', '=', state.caller)
  const found = isId(id) ? await named.where('used_at', '>=', state.cutoff).executeTakeFirst() : undefined
  if (!found) throw new RuntimeError('not-found', `There is no session "${id.slice(0, 100)}".`)
  return found
}

/** Keeps a session and its agent alive. Not every use is written down: sessions live for days. */
export async function touch(state: ApiState, { id, agent, used_at }: SessionRow): Promise<void> {
  const now = Date.now()
  if (now - used_at < Math.min(usedAtPrecision, (now - state.cutoff) / 10)) return
  const { write } = await state.open()
  await write(async (db) => {
    await db.updateTable('api_sessions').set({ used_at: now }).where('id', '=', id).execute()
    await db.updateTable('api_agents').set({ used_at: now }).where('id', '=', agent).execute()
  })
}

async function list(host: SurfaceHost, state: ApiState, exchange: Exchange): Promise<void> {
  requireListable(host, exchange)
  const page = readPage(exchange.query)
  const { limit, offset } = withOneMore(page)
  const { db } = await state.open()
  const rows = await db
    .selectFrom('api_sessions')
    .selectAll()
    .where('caller', '=', state.caller)
    .where('used_at', '>=', state.cutoff)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { items, has_more } = pageOf(rows, page)
  const infos = await readInfos(host, items)
  const sessions = items.map((row) => show(row, infos.get(row.id)))
  exchange.sendJson(200, { sessions, has_more })
}

async function create(state: ApiState, exchange: Exchange): Promise<void> {
  const { agent_id } = parseCreate(await exchange.json())
  const { id: agent, persona, caller } = await findAgent(state, agent_id)
  const now = Date.now()
  const row = { id: randomUUID(), caller, agent, persona, created_at: now, used_at: now }
  const { write } = await state.open()
  await write(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('api_agents')
      .set({ used_at: now })
      .where('id', '=', agent)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new RuntimeError('not-found', `There is no agent "${agent}" any more.`)
    await db.insertInto('api_sessions').values(row).execute()
  })
  exchange.header('location', `${exchange.path.replace(/\/$/, '')}/${row.id}`)
  exchange.sendJson(201, show(row, undefined))
}

async function get(host: SurfaceHost, state: ApiState, exchange: Exchange): Promise<void> {
  const row = await findSession(state, exchange.params.id ?? '')
  exchange.sendJson(200, show(row, (await readInfos(host, [row])).get(row.id)))
}

async function remove(host: SurfaceHost, state: ApiState, exchange: Exchange): Promise<void> {
  const { id } = await findSession(state, exchange.params.id ?? '')
  const { write } = await state.open()
  await write((db) => db.deleteFrom('api_sessions').where('id', '=', id).execute())
  await host.conversations.forget(id)
  exchange.sendJson(200, {
    success: true,
    message: `Session "${id}" is deleted, and what was said in it is forgotten.`,
  })
}

/** What is kept of the conversations that sessions are, by id. Other personas may have taken part: they do not count. */
async function readInfos(
  host: SurfaceHost,
  rows: readonly SessionRow[],
): Promise<ReadonlyMap<string, ConversationInfo>> {
  const personas = new Map(rows.map(({ id, persona }) => [id, persona]))
  const infos = await host.conversations.find([...personas.keys()])
  return new Map(infos.filter(({ id, persona }) => personas.get(id) === persona).map((info) => [info.id, info]))
}

function show(row: SessionRow, info: ConversationInfo | undefined): object {
  const { id, agent: agent_id, persona: persona_id, created_at } = row
  return {
    id,
    agent_id,
    persona_id,
    message_count: info?.messages ?? 0,
    created_at: seconds(created_at),
    last_active: seconds(info?.updatedAt ?? created_at),
  }
}
