import { randomBytes } from 'node:crypto'
import { resolveSettings, stateUrl } from '../config/settings.ts'
import { RuntimeError } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'
import type { Scope } from '../keys/key.ts'
import { KeyTable, type StoredKey } from '../keys/table.ts'
import { createStore } from '../state/index.ts'
import { type Flags, settingsOf } from './flags.ts'
import { columns, complain, paint, print, printJson } from './terminal.ts'

type KeyFlags = Flags & { json?: boolean }

interface AddFlags extends Omit<KeyFlags, 'persona'> {
  persona?: readonly string[]
  surface?: readonly string[]
  tool?: readonly string[]
  manage?: boolean
  rate?: number
  concurrency?: number
  /** Milliseconds since 1970. */
  expires?: number
  aws?: boolean
}

const titles = ['ID', 'NAME', 'GOOD FOR', 'LIMITS', 'EXPIRES', 'LAST USED']

/** Makes a key, and prints it: it is not kept, and cannot be shown again. */
export async function add(name: string, flags: AddFlags): Promise<number> {
  const { persona, surface, tool, manage = false, rate, concurrency, expires, aws, json = false, ...rest } = flags
  requireName(name)
  return withKeys(rest, async (keys) => {
    const scope = { personas: persona, surfaces: surface, tools: tool, manage }
    const awsSecret = aws ? randomBytes(30).toString('base64url') : undefined
    const { id, text } = await keys.add({ name, scope, rate, concurrency, expiresAt: expires, awsSecret })
    const signing = awsSecret === undefined ? {} : { accessKeyId: `drm_${id}`, secretAccessKey: awsSecret }
    if (json) {
      await printJson({ id, name, key: text, ...signing })
      return 0
    }
    const pair = Object.entries(signing).map(([field, value]) => `${variables[field]}=${value}\n`)
    await print(`${text}\n${pair.join('')}`)
    complain(`This is the key "${name}" (${id}). Keep it: it is not shown again.`)
    return 0
  })
}

/** It stands in the log and in lists. */
function requireName(name: string): void {
  if (/^(?=.*\S)\P{Cc}{1,100}$/u.test(name)) return
  const message = 'The name of a key has 1 to 100 characters, none of them a control character, and not only spaces.'
  throw new RuntimeError('invalid-request', message)
}

const variables: Readonly<Record<string, string>> = {
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
}

/** Lists the keys of the store; those of the settings are not there. */
export function list({ json = false, ...flags }: KeyFlags): Promise<number> {
  return withKeys(flags, async (keys) => {
    const all = await keys.list()
    if (json) await printJson({ keys: all.map(describe) })
    else if (all.length === 0) complain('There are no keys. Make one with "dramatis keys add NAME".')
    else await print(columns([titles.map((title) => paint('dim', title)), ...all.map(toRow)]))
    return 0
  })
}

/** Makes a key good for nothing, within a second also in hosts that run. */
export function revoke(given: string, flags: Flags): Promise<number> {
  return withKeys(flags, async (keys) => {
    const [, id = given] = /^drm_([0-9a-f]{12})(?:_|$)/.exec(given) ?? []
    if (await keys.revoke(id)) {
      await print(`The key ${id} is not good any more.\n`)
      return 0
    }
    const all = await keys.list()
    const known = all.find((key) => key.id === id)
    const near = suggestion(
      id,
      all.map((key) => key.id),
    )
    const message = known ? `The key ${id} was revoked before.` : `There is no key ${id.slice(0, 40)}${near || '.'}`
    throw new RuntimeError(known ? 'conflict' : 'not-found', `${message} See "dramatis keys list".`)
  })
}

async function withKeys(flags: Flags, use: (keys: KeyTable) => Promise<number>): Promise<number> {
  const settings = await resolveSettings({ flags: settingsOf(flags), configFile: flags.config })
  const url = stateUrl(settings)
  if (url === 'memory:') {
    const message = 'With the state in memory a key would be gone at once; name another place with --state.'
    throw new RuntimeError('invalid-settings', message)
  }
  const store = createStore(url)
  try {
    return await use(await KeyTable.open(store))
  } finally {
    await store.close()
  }
}

function describe({ digest, caller, awsSecret, createdAt, usedAt, expiresAt, revokedAt, ...key }: StoredKey): object {
  const times = { createdAt, usedAt, expiresAt, revokedAt }
  const shown = Object.entries(times).flatMap(([name, time]) => (time === undefined ? [] : [[name, iso(time)]]))
  return { ...key, signs: awsSecret !== undefined, ...Object.fromEntries(shown) }
}

function toRow({ id, name, scope, rate, concurrency, expiresAt, revokedAt, usedAt }: StoredKey): readonly string[] {
  const limits = [rate === undefined ? '' : `${rate}/min`, concurrency === undefined ? '' : `${concurrency} at once`]
  const ends = expiresAt === undefined ? 'never' : iso(expiresAt)
  return [
    id,
    name,
    scopeText(scope),
    limits.filter((limit) => limit !== '').join(', ') || '-',
    revokedAt === undefined ? ends : `revoked ${iso(revokedAt)}`,
    usedAt === undefined ? 'never' : iso(usedAt),
  ]
}

function scopeText({ personas, surfaces, tools, manage }: Scope): string {
  const lists = { personas, surfaces, tools }
  const parts = Object.entries(lists).flatMap(([what, names]) => (names ? [`${what} ${names.join(' ')}`] : []))
  return [...(parts.length > 0 ? parts : ['everything']), ...(manage ? ['and to manage'] : [])].join(', ')
}

function iso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}
