import { step } from '../config/env.ts'
import { characterKeys } from './voice.ts'

/** What stands in the place of a secret. */
export const mask = '********'

const secretKey =
  /(^|_)(key|token|secret|password|passwd|passphrase|pwd|appid|auth|auth_header|authorization|credentials?|cookie)$/
/** Objects whose every value may be one. */
const secretPlaces = /(^|_)(headers|env)$/
/** Ends like a secret and is none. */
const harmless = ['stop_token', 'sort_key']
const variables = /^(\$\{[A-Za-z_][A-Za-z0-9_]*\}|[\s:;,./-]|Bearer|Basic)+$/

/** What a character says and knows is no setting, whatever it is called. */
const character: readonly string[] = ['description', ...characterKeys]

/** A copy without secrets. Variables are no secrets: only their values are. */
export function masked(value: unknown, key = '', inside = false): unknown {
  if (Array.isArray(value)) return value.map((item, index) => masked(item, flagOf(value[index - 1]) ?? key, inside))
  if (typeof value === 'object' && value !== null) {
    const isPlace = inside || secretPlaces.test(inSnakeCase(key))
    const inner = ([name, it]: [string, unknown]) => [name, isToldAnyway(key, name) ? it : masked(it, name, isPlace)]
    return Object.fromEntries(Object.entries(value).map(inner))
  }
  if (typeof value !== 'string' || value === '' || variables.test(value)) return value
  return inside || isSecret(key) ? mask : withoutSecrets(value)
}

/** A parameter in the query of a URL, or an option of a program, with its value. */
const assigned = /([?&]|^--?)([\w.-]{1,64})=([^&#\s]+)/g

function withoutSecrets(text: string): string {
  return text
    .replace(/(\/\/[^/\s:@]*:)[^/\s@]+@/g, `$1${mask}@`)
    .replace(assigned, (whole, before: string, name: string, value: string) =>
      isSecret(name) && !variables.test(value) ? `${before}${name}=${mask}` : whole,
    )
}

/** In a list of arguments, what the next one is. */
function flagOf(argument: unknown): string | undefined {
  return typeof argument === 'string' ? /^--?([\w.-]{1,64})$/.exec(argument)?.[1] : undefined
}

/**
 * What a client means that sends a masked document back: the old secrets where the masks are. `lost` are the JSON
 * pointers of masks that stand for nothing.
 */
export function unmasked(value: unknown, before: unknown): { value: unknown; lost: readonly string[] } {
  const lost: string[] = []
  const walk = (next: unknown, old: unknown, shown: unknown, pointer: string): unknown => {
    if (typeof next === 'string') {
      if (!next.includes(mask)) return next
      if (next !== shown || typeof old !== 'string') lost.push(pointer)
      return old
    }
    if (typeof next !== 'object' || next === null) return next
    if (Array.isArray(next)) {
      return next.map((item, index) => walk(item, at(old, index), at(shown, index), `${pointer}/${index}`))
    }
    const inner = ([key, it]: [string, unknown]) => [key, walk(it, at(old, key), at(shown, key), step(pointer, key))]
    return Object.fromEntries(Object.entries(next).map(inner))
  }
  return { value: walk(value, before, masked(before), ''), lost }
}

function at(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string | number, unknown>)[key] // it has that key
}

function isToldAnyway(parent: string, key: string): boolean {
  return parent === '' && character.includes(key)
}

function isSecret(key: string): boolean {
  const name = inSnakeCase(key)
  return secretKey.test(name) && !harmless.includes(name)
}

/** `apiKey` and `api-key` are `api_key`. */
function inSnakeCase(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.\s]+/g, '_')
    .toLowerCase()
}
