import type { Exchange } from '../../http/index.ts'

/** The versions of the protocol that are spoken here. */
export type Version = '1.0' | '0.3'

/**
 * The version that a client asks for, by header or in the query; '' where it does not say. The number of a patch does
 * not matter, and is left out.
 */
export function askedVersion({ request, query }: Pick<Exchange, 'request' | 'query'>): string {
  const header = request.headers['a2a-version']
  const given = (Array.isArray(header) ? header[0] : header) || query.get('A2A-Version') || query.get('a2a-version')
  return toMinor(given ?? '')
}

/** `1.0.3` is 1.0. What is no version stays as it is, cut short. */
export function toMinor(text: string): string {
  const [, minor] = /^\s*(\d{1,9}\.\d{1,9})(?:\.\d{1,9})?\s*$/.exec(text) ?? []
  return minor ?? text.trim().slice(0, 32)
}

export function isVersion(text: string): text is Version {
  return text === '1.0' || text === '0.3'
}
