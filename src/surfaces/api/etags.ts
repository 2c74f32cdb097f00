import type { Exchange } from '../../http/index.ts'

/** RFC 9110, 13.1.1: changes are made only where the client knows what it changes. A weak tag promises too little. */
export function isMatched({ request }: Pick<Exchange, 'request'>, tag: string): boolean {
  const given = request.headers['if-match']
  return given === undefined || tagsOf(given).some((one) => one === '*' || one === tag)
}

/** RFC 9110, 13.1.2: whether the client has this already. */
export function isFresh({ request }: Pick<Exchange, 'request'>, tag: string): boolean {
  const given = request.headers['if-none-match']
  return given !== undefined && tagsOf(given).some((one) => one === '*' || one.replace(/^W\//, '') === tag)
}

function tagsOf(list: string): readonly string[] {
  return list.split(',').map((tag) => tag.trim())
}
