import { refuse, VendorError } from '../../formats/openai/index.ts'
import type { MaybePromise, RuntimeError } from '../../index.ts'
import { responseOfItem } from './ids.ts'
import { type Item, parseItem } from './item-wire.ts'
import { type ResponsesTurn, withRequest } from './request.ts'
import type { ResponseStore, StoredResponse } from './store.ts'

/**
 * Looks up the responses and items that a request points at, and makes it whole.
 * @throws RuntimeError `invalid-request` or `not-found` where they are not kept (any more).
 */
export function recall(turn: ResponsesTurn, store: ResponseStore): MaybePromise<ResponsesTurn> {
  const points = turn.body.previous_response_id != null || turn.items.some(({ kind }) => kind === 'item_reference')
  return points ? lookUp(turn, store) : withRequest(turn, turn.items, [])
}

async function lookUp(turn: ResponsesTurn, store: ResponseStore): Promise<ResponsesTurn> {
  const past = await recallPast(turn.body.previous_response_id, store)
  return withRequest(turn, await resolveReferences(turn.items, store), past)
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
