import { withoutLogins } from '../core/text.ts'

/** The name of a header is none. */
const secret = /(key|token|secret|password|credential|authorization)(?!.*header$)/i

/** The same value for people to read: texts and lists under names that tell of a secret are masked, and logins in URLs. */
export function masked(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, name))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, masked(inner, secret.test(key) ? key : name)]),
    )
  }
  if (typeof value !== 'string') return value
  return secret.test(name) ? '***' : withoutLogins(value)
}
