import { type Exchange, type Route, requireListable, route, type SurfaceHost } from '../../http/index.ts'
import { addressOf, type ConversationInfo, type KeptConversation, type Part, RuntimeError } from '../../index.ts'
import { listSchema, pageOf, readPage, withOneMore } from './paging.ts'
import { conversationSchema, deletedSchema, exportSchema, listed, seconds } from './shapes.ts'

/** Everything that the host keeps of its caller's conversations, to look at, to take along and to forget. */
export function conversationRoutes(host: SurfaceHost): readonly Route[] {
  return [
    route('GET', '/conversations', (exchange) => list(host, exchange), {
      summary: 'List the conversations, the latest first',
      responses: listed(listSchema('conversations', conversationSchema)),
    }),
    route('GET', '/conversations/:id', (exchange) => get(host, exchange), {
      summary: 'Export a conversation: what was said, and what solvers and tools remember of it',
      responses: listed(exportSchema),
    }),
    route('DELETE', '/conversations/:id', (exchange) => forget(host, exchange), {
      summary: 'Forget a conversation, with its memory',
      responses: listed(deletedSchema),
    }),
  ]
}

async function list(host: SurfaceHost, exchange: Exchange): Promise<void> {
  requireListable(host, exchange)
  const page = readPage(exchange.query)
  const { items, has_more } = pageOf(await host.conversations.list(withOneMore(page)), page)
  const shown = items.map((info) => ({ id: info.id, ...show(info), message_count: info.messages, bytes: info.bytes }))
  exchange.sendJson(200, { conversations: shown, has_more })
}

async function get({ conversations }: SurfaceHost, exchange: Exchange): Promise<void> {
  const id = exchange.params.id ?? ''
  const kept = await conversations.read(id, personaOf(exchange))
  if (kept.length === 0) throw notFound(id)
  exchange.sendJson(200, { id, personas: kept.map(exported) })
}

async function forget({ conversations }: SurfaceHost, exchange: Exchange): Promise<void> {
  const id = exchange.params.id ?? ''
  if (!(await conversations.forget(id, exchange.query.get('persona') ?? undefined))) throw notFound(id)
  exchange.sendJson(200, { success: true, message: `The conversation "${id}" is forgotten.` })
}

function personaOf({ query }: Exchange): { persona?: string } {
  const persona = query.get('persona')
  return persona === null ? {} : { persona }
}

function show({ persona, createdAt, updatedAt }: ConversationInfo): object {
  return { persona_id: persona || null, created_at: seconds(createdAt), last_active: seconds(updatedAt) }
}

function exported(kept: KeptConversation): object {
  const messages = kept.transcript.map(({ turn, at, message: { parts, ...rest } }) => ({
    ...rest,
    turn,
    timestamp: seconds(at),
    parts: parts.map(exportedPart),
  }))
  return { ...show(kept), messages, memory: kept.memory }
}

function exportedPart(part: Part): object {
  if (!('mediaType' in part)) return part
  const { data: _, ...rest } = part
  return { ...rest, url: addressOf(part) }
}

function notFound(id: string): RuntimeError {
  return new RuntimeError('not-found', `There is no conversation "${id.slice(0, 256)}", or it is kept no longer.`)
}
