import { randomUUID } from 'node:crypto'
import { VendorError } from '../../formats/openai/index.ts'
import { type Exchange, type Route, refuse, route } from '../../http/index.ts'
import type { RuntimeError } from '../../index.ts'
import type { ConversationStore, StoredConversation } from './conversation-store.ts'
import { createSchema, itemsSchema, parseCreate, parseItems, parseUpdate, updateSchema } from './conversation-wire.ts'
import type { ItemResource } from './item-rows.ts'
import { parseItem } from './item-wire.ts'
import { toMessages } from './items.ts'
import { encodeList, pageOf, readPage } from './listing.ts'
import { toOwnResources } from './resources.ts'

/** The Conversations API. Source: openai/openai-openapi, `createConversation` and those after it. */
export function conversationRoutes(store: ConversationStore): readonly Route[] {
  return [
    route('POST', '/conversations', (exchange) => create(store, exchange), {
      summary: 'Begin a conversation',
      request: createSchema,
    }),
    route('GET', '/conversations/:id', (exchange) => get(store, exchange), { summary: 'One conversation' }),
    route('POST', '/conversations/:id', (exchange) => update(store, exchange), {
      summary: 'Change the metadata of a conversation',
      request: updateSchema,
    }),
    route('DELETE', '/conversations/:id', (exchange) => remove(store, exchange), {
      summary: 'Delete a conversation, and what personas remember of it',
    }),
    route('GET', '/conversations/:id/items', (exchange) => listItems(store, exchange), {
      summary: 'The items of a conversation',
    }),
    route('POST', '/conversations/:id/items', (exchange) => createItems(store, exchange), {
      summary: 'Add items to a conversation',
      request: itemsSchema,
    }),
    route('GET', '/conversations/:id/items/:item', (exchange) => getItem(store, exchange), {
      summary: 'An item of a conversation',
    }),
    route('DELETE', '/conversations/:id/items/:item', (exchange) => removeItem(store, exchange), {
      summary: 'Delete an item of a conversation',
    }),
  ]
}

/** Ids that are made here; any other is one of the host's own conversations. */
export function isConversationId(id: string): boolean {
  return id.startsWith('conv_')
}

/** @throws RuntimeError `not-found` */
export async function findConversation(store: ConversationStore, id: string): Promise<StoredConversation> {
  const found = isConversationId(id) ? await store.get(id) : undefined
  if (!found) throw conversationNotFound(id)
  return found
}

async function create(store: ConversationStore, exchange: Exchange): Promise<void> {
  const { metadata, items } = parseCreate(await exchange.json())
  const made = await store.create(`conv_${bareId()}`, metadata ?? {}, toStored(items ?? []))
  exchange.sendJson(200, encode(made))
}

async function get(store: ConversationStore, exchange: Exchange): Promise<void> {
  exchange.sendJson(200, encode(await findConversation(store, exchange.params.id ?? '')))
}

async function update(store: ConversationStore, exchange: Exchange): Promise<void> {
  const found = await findConversation(store, exchange.params.id ?? '')
  const metadata = parseUpdate(await exchange.json()).metadata ?? {}
  if (!(await store.update(found.id, metadata))) throw conversationNotFound(found.id)
  exchange.sendJson(200, encode({ ...found, metadata }))
}

async function remove(store: ConversationStore, exchange: Exchange): Promise<void> {
  const { id } = await findConversation(store, exchange.params.id ?? '')
  await store.delete(id)
  exchange.sendJson(200, { id, object: 'conversation.deleted', deleted: true })
}

async function listItems(store: ConversationStore, exchange: Exchange): Promise<void> {
  const { id } = await findConversation(store, exchange.params.id ?? '')
  const page = pageOf(await store.items(id), readPage(exchange.query), 'this conversation')
  exchange.sendJson(
    200,
    encodeList(page, (item) => item),
  )
}

async function createItems(store: ConversationStore, exchange: Exchange): Promise<void> {
  const { id } = await findConversation(store, exchange.params.id ?? '')
  const { items } = parseItems(await exchange.json())
  const rows = await store.add(id, '', toStored(items))
  exchange.sendJson(
    200,
    encodeList({ rows, hasMore: false }, (item) => item),
  )
}

async function getItem(store: ConversationStore, exchange: Exchange): Promise<void> {
  const { id } = await findConversation(store, exchange.params.id ?? '')
  const item = (await store.items(id)).find((one) => one.id === exchange.params.item)
  if (!item) throw itemNotFound(exchange)
  exchange.sendJson(200, item)
}

async function removeItem(store: ConversationStore, exchange: Exchange): Promise<void> {
  const found = await findConversation(store, exchange.params.id ?? '')
  if (!(await store.deleteItem(found.id, exchange.params.item ?? ''))) throw itemNotFound(exchange)
  exchange.sendJson(200, encode(found))
}

/** Items of a client, checked and complete. */
function toStored(given: readonly object[]): readonly ItemResource[] {
  const items = given.map((item, index) => parseItem(item, `/items/${index}`))
  const reference = items.findIndex(({ kind }) => kind === 'item_reference')
  if (reference >= 0) refuse(`/items/${reference}/type`, 'Send the item itself: references cannot be kept.')
  toMessages(items) // says what is wrong with them
  return toOwnResources(items, bareId())
}

function encode({ id, createdAt, metadata }: StoredConversation): object {
  return { id, object: 'conversation', created_at: Math.floor(createdAt / 1000), metadata }
}

function bareId(): string {
  return randomUUID().replaceAll('-', '')
}

function conversationNotFound(id: string): RuntimeError {
  return notFound(`Conversation with id '${id}' not found.`)
}

function itemNotFound({ params: { id, item } }: Exchange): RuntimeError {
  return notFound(`Item with id '${item}' not found in conversation '${id}'.`)
}

function notFound(message: string): RuntimeError {
  return new VendorError('not-found', null, message)
}
