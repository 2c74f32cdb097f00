import type { RouteAnswer } from './judge.ts'
import type { Operation } from './operations.ts'

/** What an error of a surface looks like. */
type Envelope = (body: Record<string, unknown>) => boolean

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

function holds(value: unknown, check: (inner: Record<string, unknown>) => boolean): boolean {
  return typeof value === 'object' && value !== null && check(value as Record<string, unknown>) // keys may be missing
}

const problem: Envelope = ({ type, title, status, detail, requestId }) =>
  [type, title, detail, requestId].every(isText) && typeof status === 'number'
const jsonRpc: Envelope = ({ jsonrpc, error }) => jsonrpc === '2.0' && holds(error, isCoded)
const isCoded: Envelope = ({ code, message }) => typeof code === 'number' && isText(message)
const googleStatus: Envelope = ({ error }) =>
  holds(error, ({ code, status, message }) => typeof code === 'number' && isText(status) && isText(message))

/** By surface. */
const envelopes: Readonly<Record<string, Envelope>> = {
  a2a: (body) => jsonRpc(body) || googleStatus(body) || isCoded(body) || problem(body),
  anthropic: ({ type, error }) =>
    type === 'error' && holds(error, ({ type, message }) => isText(type) && isText(message)),
  api: problem,
  bedrock: ({ message }) => isText(message),
  cohere: ({ message }) => isText(message),
  gemini: googleStatus,
  health: problem,
  mcp: jsonRpc,
  metrics: problem,
  ollama: ({ error }) => isText(error),
  openai: ({ error }) =>
    holds(
      error,
      ({ message, type, param, code }) => isText(message) && isText(type) && param !== undefined && code !== undefined,
    ),
  tgi: ({ error, error_type }) => isText(error) && isText(error_type),
  tools: ({ error }) => holds(error, ({ code, message }) => isText(code) && isText(message)),
}

/** Surfaces whose paths are partly those of another one: `/ollama/v1` speaks as OpenAI's, or as Anthropic's. */
const shared = /^\/(ollama\/)?v1(\/|$)|^\/tgi\/v1\//

/** @throws Error where an answer that says no does not say it as its surface does */
export function checkError({ surface }: Operation, path: string, { status, headers, text }: RouteAnswer): void {
  const type = String(headers['content-type'])
  if (!/^application\/(problem\+|a2a\+)?json/.test(type)) throw new Error(`Its content type is ${type}.`)
  const body: unknown = JSON.parse(text)
  if (status === 503 && surface === 'health') return
  const own = envelopes[surface] ?? problem
  const fits = shared.test(path) ? Object.values(envelopes) : [own]
  if (!fits.some((envelope) => holds(body, envelope))) throw new Error('It has another form.')
}
