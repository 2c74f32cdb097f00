import { VendorError } from '../../formats/openai/index.ts'
import { refuse } from '../../http/index.ts'
import type { MaybePromise, RuntimeError } from '../../index.ts'
import type { ConversationStore } from './conversation-store.ts'
import { findConversation, isConversationId } from './conversations.ts'
import { responseOfItem } from './ids.ts'
import { type Item, parseItem } from './item-wire.ts'
import { type ResponsesTurn, withRequest } from './request.ts'
import type { ResponseStore, StoredResponse } from './store.ts'

/** Where a request may point at. */
export interface Past {
  readonly responses: ResponseStore
  readonly conversations: ConversationStore
}

/**
 * Looks up the conversation, the responses and the items that a request points at, and makes it whole.
 * @throws RuntimeError `invalid-request` or `not-found` where they are not kept (any more).
 */
export function recall(turn: ResponsesTurn, past: Past): MaybePromise<ResponsesTurn> {
  const points =
    turn.body.previous_response_id != null ||
    turn.items.some(({ kind }) => kind === 'item_reference') ||
    (turn.conversation !== undefined && isConversationId(turn.conversation))
  return points ? lookUp(turn, past) : withRequest(turn, turn.items, [])
}

async function lookUp(turn: ResponsesTurn, { responses, conversations }: Past): Promise<ResponsesTurn> {
  const { conversation } = turn
  const past =
    conversation !== undefined && isConversationId(conversation)
      ? await recallConversation(conversation, conversations)
      : await recallPast(turn.body.previous_response_id, responses)
  return withRequest(turn, await resolveReferences(turn.items, responses), past)
}

async function recallConversation(id: string, store: ConversationStore): Promise<readonly Item[]> {
  await findConversation(store, id)
  return (await store.items(id)).map((item) => parseItem(item, ''))
}

/** Inputs and outputs of a response and of all that went before it, oldest first. */
async function recallPast(last: string | null | undefined, store: ResponseStore): Promise<readonly Item[]> {
  const past: (readonly Item[])[] = []
  for (let id = last; id != null; ) {
    const stored: StoredResponse | undefined = await store.get(id)
    if (!stored) {
      const message = `Previous response with id '${id}' not found.`
      const where = { pointer: '/previous_response_id' }
      throw new VendorError('invalid-request', 'previous_response_not_found', message, where)
    }
    past.push(itemsOf(stored))
    id = stored.previous
  }
  return past.reverse().flat()
}

/** Each item can be referred to once: a request must not grow to any size by pointing at the same thing. */
async function resolveReferences(items: readonly Item[], store: ResponseStore): Promise<readonly Item[]> {
  const resolved: Item[] = []
  const known = new Map<string, Item | undefined>()
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'item_reference') {
      resolved.push(item)
      continue
    }
    const { id } = item.body
    const pointer = `/input/${index}/id`
    if (!known.has(id)) {
      const stored = await store.get(responseOfItem(id))
      for (const found of stored ? itemsOf(stored) : []) if (found.body.id) known.set(found.body.id, found)
    } else if (known.get(id) === undefined) {
      refuse(pointer, `Duplicate item found with id ${id}.`)
    }
    const found = known.get(id)
    if (!found) {
      const message = `Item with id '${id}' not found. Only items of stored responses can be referred to.`
      throw new VendorError('not-found', null, message, { pointer })
    }
    known.set(id, undefined)
    resolved.push(found)
  }
  return resolved
}

/** What a response was asked, and what it answered. */
function itemsOf({ input, response }: StoredResponse): readonly Item[] {
  const asked: unknown[] = JSON.parse(input)
  const { output }: { output: unknown[] } = JSON.parse(response)
  return [...asked, ...output].map((item) => parseItem(item, ''))
}

/** The vendor's answer to a look-up of what is not kept (any more). */
export function notFound(id: string): RuntimeError {
  return new VendorError('not-found', null, `Response with id '${id}' not found.`)
}
