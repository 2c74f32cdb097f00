import type { Tree } from './json-tree.ts'

/** What came back over HTTP. */
export interface Answer {
  status: number
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  body: Buffer
}

/** @throws Error that says where an answer is not what the vendor sends. */
export type Check = (answer: Answer) => void

/** One endpoint that chats, as the fuzzer knows it. */
export interface FuzzedEndpoint {
  /** The surface's name, and the endpoint's: `ollama generate`. `--only` takes the beginning of it. */
  name: string
  /** The name in `src/surfaces/index.ts`. */
  surface: string
  path: string
  /** Bodies that are right, from small to large: together they use every word of the format. */
  valid: readonly Tree[]
  /** Bodies in the format's own words that ask for what no persona can do. */
  refused?: readonly Tree[]
  /** An answer with status 200. */
  answer: Check
  /** Any other one. */
  error: Check
  /** Statuses of an answer to a question at which every solver failed. */
  failed: readonly number[]
}

/** The body of an answer as JSON. @throws Error where it is none, or does not say that it is. */
export function jsonOf({ headers, body }: Answer): unknown {
  const type = String(headers['content-type'])
  if (!type.startsWith('application/json')) throw new Error(`The content type is ${type}.`)
  return JSON.parse(body.toString())
}

export function isJson({ headers }: Answer): boolean {
  return String(headers['content-type']).startsWith('application/json')
}
