import type { ErrorCode } from '../../core/errors.ts'
import { catalogue } from '../../core/errors.ts'
import type { FinishReason, JsonSchema, ToolSpec } from '../../core/types.ts'

/** What the contract asks a surface; a driver puts it into the protocol's words. */
export interface DriverQuestion {
  persona: string
  /** User and assistant turns, alternating, ending with the question. */
  turns: readonly string[]
  stream: boolean
  /** Instructions, where the protocol has a place of their own for them. */
  system?: string
  /** A PNG that goes with the question, after its text. */
  image?: Uint8Array
  /** A PDF that goes with the question, after its text. */
  file?: Uint8Array
  maxTokens?: number
  stop?: readonly string[]
  temperature?: number
  topP?: number
  tools?: readonly ToolSpec[]
  toolChoice?: 'required' | { name: string }
  /**
   * The first turn was answered by calls to tools, and this is what came of them; `turns` has two entries, and the
   * second one follows the results.
   */
  toolRound?: readonly { id: string; name: string; input: object; result: string }[]
  /** The client wants JSON of this schema. */
  schema?: JsonSchema
}

export interface DriverRequest {
  path: string
  body: unknown
  headers?: Readonly<Record<string, string>>
}

/** What a client of the protocol heard. */
export interface Heard {
  text: string
  /** Undefined where the answer did not come to a proper end. */
  finish: FinishReason | undefined
  reasoning?: string
  calls?: readonly { name: string; input: unknown }[]
  /** Addresses of the sources, where the format has a place for them. */
  sources?: readonly string[]
  usage?: { inputTokens: number; outputTokens: number }
  /** The message of an error inside the stream. */
  error?: string
}

/** What a format has a place for. */
export interface Carries {
  tools: boolean
  reasoning: boolean
  limits: boolean
  /** Absent means yes. */
  history?: boolean
  /** The rest is absent where the answer is no. */
  system?: boolean
  image?: boolean
  file?: boolean
  sampling?: boolean
  toolChoice?: boolean
  toolRound?: boolean
  schema?: boolean
  sources?: boolean
  usage?: boolean
}

/** One protocol, as the contract speaks it. */
export interface SurfaceDriver {
  request(question: DriverQuestion): DriverRequest
  /** Reads a whole answer, or everything that was streamed. */
  read(body: Buffer, streamed: boolean): Heard
  /** The message in the vendor's error envelope. @throws where the envelope is wrong */
  errorMessage(body: Buffer): string
  /** What the bytes of a stream say so far, where its words cannot be seen in them. */
  shown?(received: Buffer): string
  /** Statuses that the vendor has instead of the catalogue's. */
  statuses?: Partial<Record<ErrorCode, number>>
  carries: Carries
  /** Finish reasons that the format cannot tell apart from `stop`. */
  likeStop?: readonly FinishReason[]
  /** Its clients name a model that no persona is called: an unknown one means the default persona. */
  anyModel?: boolean
}

/** What came back over HTTP. */
export interface Exchanged {
  status: number
  headers: Headers
  body: Buffer
}

/** Sends a question to a host, as a client of the protocol would, and reads everything that comes back. */
export async function exchange(url: string, driver: SurfaceDriver, question: DriverQuestion): Promise<Exchanged> {
  const { path, body, headers } = driver.request(question)
  return await post(url + path, JSON.stringify(body), headers)
}

export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Exchanged> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(10_000),
  })
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
}

export function statusOf(driver: SurfaceDriver, code: ErrorCode): number {
  return driver.statuses?.[code] ?? catalogue[code].status
}
