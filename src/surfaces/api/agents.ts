import { randomUUID } from 'node:crypto'
import {
  type Exchange,
  type PersonaInfo,
  type Route,
  requireListable,
  route,
  type SurfaceHost,
} from '../../http/index.ts'
import { bodyParser, RuntimeError } from '../../index.ts'
import { listSchema, pageOf, readPage, withOneMore } from './paging.ts'
import { agentSchema, created, deletedSchema, listed, seconds } from './shapes.ts'
import { type ApiState, type ApiTables, isId } from './state.ts'

export type AgentRow = ApiTables['api_agents']

const createSchema = {
  type: 'object',
  required: ['persona_id'],
  properties: {
    persona_id: { type: 'string', minLength: 1, description: 'The id, name or alias of a persona.' },
    model: { type: ['string', 'null'], description: 'A name of the same persona, or nothing.' },
  },
} as const

const parseCreate = bodyParser(createSchema)

/** Agents: personas that somebody wants to have sessions with. */
export function agentRoutes(host: SurfaceHost, state: ApiState): readonly Route[] {
  const show = (row: AgentRow): object => ({
    id: row.id,
    persona_id: row.persona,
    name: nameOf(host, row.persona),
    created_at: seconds(row.created_at),
  })
  return [
    route('GET', '/agents', (exchange) => list(host, state, exchange, show), {
      summary: 'List the agents',
      responses: listed(listSchema('agents', agentSchema)),
    }),
    route('POST', '/agents', (exchange) => create(host, state, exchange, show), {
      summary: 'Make an agent of a persona',
      request: createSchema,
      responses: created(agentSchema),
    }),
    route(
      'GET',
      '/agents/:id',
      async (exchange) => exchange.sendJson(200, show(await findAgent(state, exchange.params.id ?? ''))),
      { summary: 'One agent', responses: listed(agentSchema) },
    ),
    route('DELETE', '/agents/:id', (exchange) => remove(host, state, exchange), {
      summary: 'Delete an agent with its sessions, and forget what was said in them',
      responses: listed(deletedSchema),
    }),
  ]
}

/** @throws RuntimeError `not-found` */
export async function findAgent(state: ApiState, id: string): Promise<AgentRow> {
  const { db } = await state.open()
  const named = db.selectFrom('api_agents').selectAll().where('id', '=', id).where('caller', '=', state.caller)
  const found = isId(id) ? await named.where('used_at', '>=', state.cutoff).executeTakeFirst() : undefined
  if (!found) throw new RuntimeError('not-found', `There is no agent "${id.slice(0, 100)}".`)
  return found
}

async function list(
  host: SurfaceHost,
  state: ApiState,
  exchange: Exchange,
  show: (row: AgentRow) => object,
): Promise<void> {
  requireListable(host, exchange)
  const page = readPage(exchange.query)
  const { limit, offset } = withOneMore(page)
  const { db } = await state.open()
  const rows = await db
    .selectFrom('api_agents')
    .selectAll()
    .where('caller', '=', state.caller)
    .where('used_at', '>=', state.cutoff)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { items, has_more } = pageOf(rows, page)
  exchange.sendJson(200, { agents: items.map(show), has_more })
}

async function create(
  host: SurfaceHost,
  state: ApiState,
  exchange: Exchange,
  show: (row: AgentRow) => object,
): Promise<void> {
  const { persona_id, model } = parseCreate(await exchange.json())
  const persona = host.find(persona_id)
  if (model) requireSame(host, persona, model)
  const now = Date.now()
  const row = { id: randomUUID(), caller: state.caller, persona: persona.id, created_at: now, used_at: now }
  const { write } = await state.open()
  await write((db) => db.insertInto('api_agents').values(row).execute())
  exchange.header('location', `${exchange.path.replace(/\/$/, '')}/${row.id}`)
  exchange.sendJson(201, show(row))
}

async function remove(host: SurfaceHost, state: ApiState, exchange: Exchange): Promise<void> {
  const { id, persona } = await findAgent(state, exchange.params.id ?? '')
  const { write } = await state.open()
  const sessions = await write(async (db) => {
    const rows = await db.selectFrom('api_sessions').select('id').where('agent', '=', id).execute()
    await db.deleteFrom('api_agents').where('id', '=', id).execute()
    return rows
  })
  for (const session of sessions) await host.conversations.forget(session.id, persona)
  exchange.sendJson(200, { success: true, message: `Agent "${id}" and its sessions (${sessions.length}) are deleted.` })
}

/** A persona brings its models along: another one cannot be chosen for an agent. */
function requireSame(host: SurfaceHost, persona: PersonaInfo, model: string): void {
  const names = [persona.id, persona.name].map((name) => name.toLowerCase())
  if (names.includes(model.toLowerCase()) || isAlias(host, persona, model)) return
  const message = `"${persona.id}" does not answer to the model "${model.slice(0, 100)}".`
  const advice = 'Leave the model out, or give the persona that name as one of its aliases.'
  throw new RuntimeError('invalid-request', `${message} ${advice}`, { pointer: '/model', problem: 'value' })
}

function isAlias(host: SurfaceHost, persona: PersonaInfo, model: string): boolean {
  try {
    return host.find(model).id === persona.id
  } catch {
    return false // nobody has that name
  }
}

/** A persona may be gone by now; its agents say so when they are asked. */
function nameOf(host: SurfaceHost, id: string): string {
  return host.personas().find((persona) => persona.id === id)?.name ?? id
}
