import { pbkdf2Sync } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { RuntimeError } from '../core/errors.ts'
import type { Log, MaybePromise } from '../core/types.ts'
import { callerOf, digestOf, idOf, type Key, sameDigest } from './key.ts'
import type { KeyTable, StoredKey } from './table.ts'

/** A key that clients of AWS sign with. */
export interface SigningKey {
  readonly key: Key
  readonly secret: string
}

export interface GivenKeys {
  readonly apiKeys: readonly string[]
  /** `ID:SECRET` each. */
  readonly awsKeys: readonly string[]
}

/** How long a key of the store is believed to be as it was, in milliseconds: other processes revoke keys. */
const believed = 1_000
/** Keys remembered; anybody may ask for ones that there are not. */
const remembered = 10_000
/** How often the time of a key's last use is written down, in milliseconds. */
const usedEvery = 60_000

interface Known {
  readonly key: StoredKey | undefined
  readonly until: number
  usedAt: number
}

/** Every key that is good here: those that the settings name, and those of the store. */
export class KeyRing {
  readonly #table: () => Promise<KeyTable>
  readonly #log: Log
  readonly #given: readonly Key[]
  readonly #pairs: ReadonlyMap<string, SigningKey>
  readonly #known = new LRUCache<string, Known>({ max: remembered })
  readonly #reading = new Map<string, Promise<Known>>()

  /** `table` is opened when the first key comes that may be in it: a database takes its time and its memory. */
  constructor(table: () => Promise<KeyTable>, { apiKeys, awsKeys }: GivenKeys, log: Log) {
    this.#table = table
    this.#log = log
    this.#given = apiKeys.map((text) => givenKey(text))
    this.#pairs = new Map(awsKeys.map(readPair))
  }

  /** The key that a client has sent; undefined for one that is not good. @throws RuntimeError for one that has expired */
  find(text: string): MaybePromise<Key | undefined> {
    const digest = digestOf(text)
    let found: Key | undefined
    for (const key of this.#given) if (sameDigest(key.digest, digest)) found = key
    const id = idOf(text)
    if (found || id === undefined) return found
    const take = (known: Known): Key | undefined => this.#take(known, digest)
    const known = this.#read(id)
    return known instanceof Promise ? known.then(take) : take(known)
  }

  /** The key that a client of AWS says that it has signed with. */
  async signing(accessKeyId: string): Promise<SigningKey | undefined> {
    const pair = this.#pairs.get(accessKeyId)
    if (pair) return pair
    const [, id] = /^drm_([0-9a-f]{12})$/.exec(accessKeyId) ?? []
    if (id === undefined) return undefined
    const { key } = await this.#read(id)
    return key?.awsSecret === undefined || isOver(key) ? undefined : { key, secret: key.awsSecret }
  }

  /** Notes that a key was used. */
  used({ id }: Key): void {
    const known = this.#known.get(id)
    const now = Date.now()
    if (!known?.key || now - known.usedAt < usedEvery) return
    known.usedAt = now
    const failed = (error: unknown): void =>
      this.#log.warn({ key: id, err: error }, 'The last use of a key could not be written down.')
    this.#table()
      .then((table) => table.touch(id, now))
      .catch(failed)
  }

  #take({ key }: Known, digest: Uint8Array): Key | undefined {
    const same = sameDigest(key?.digest ?? new Uint8Array(digest.length), digest)
    if (!key || !same || key.revokedAt !== undefined) return undefined
    if (!isOver(key)) return key
    throw new RuntimeError('unauthorized', `The key "${key.name}" has expired; ask the operator for another.`)
  }

  #read(id: string): MaybePromise<Known> {
    const known = this.#known.get(id)
    if (known && performance.now() < known.until) return known
    const reading = this.#reading.get(id) ?? this.#load(id, known).finally(() => this.#reading.delete(id))
    this.#reading.set(id, reading)
    return reading
  }

  async #load(id: string, before: Known | undefined): Promise<Known> {
    const until = performance.now() + believed
    const table = await this.#table()
    const read = await table.find(id)
    // Only what became of a key can change: its caller stays the same, and whatever is remembered of that.
    const key = read && { ...read, caller: before?.key?.caller ?? read.caller }
    const known = { key, until, usedAt: Math.max(before?.usedAt ?? 0, key?.usedAt ?? 0) }
    this.#known.set(id, known)
    return known
  }
}

function isOver({ expiresAt, revokedAt }: StoredKey): boolean {
  return revokedAt !== undefined || (expiresAt !== undefined && expiresAt <= Date.now())
}

/** A key of the settings is the operator's own, and good for everything. */
function givenKey(text: string): Key {
  const id = `set-${shortDigest(text)}`
  const scope = { manage: true }
  return { id, name: 'settings', digest: digestOf(text), scope, caller: callerOf(id, 'settings', scope) }
}

/** People choose keys that can be found by trying, and the id is in logs: to try has to take its time. */
function shortDigest(text: string): string {
  return pbkdf2Sync(text, 'dramatis key id', 10_000, 6, 'sha256').toString('hex')
}

/** @throws RuntimeError `invalid-settings` that does not tell the secret */
function readPair(pair: string, index: number): readonly [string, SigningKey] {
  const colon = pair.indexOf(':')
  if (colon <= 0 || colon === pair.length - 1) {
    const message = `Wrong settings: "awsKeys", item ${index}, must be an access key id, a colon and its secret.`
    throw new RuntimeError('invalid-settings', message)
  }
  const [accessKeyId, secret] = [pair.slice(0, colon), pair.slice(colon + 1)]
  return [accessKeyId, { key: givenKey(pair), secret }]
}
