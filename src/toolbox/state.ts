import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { RuntimeError } from '../core/errors.ts'
import type { InputAnswer } from '../core/toolset.ts'
import type { Json } from '../core/types.ts'

/** What a call remembers from one run to the next. The caller carries it, so it can be read but not changed. */
export interface CallState {
  readonly answers: Readonly<Record<string, InputAnswer>>
  /** What `once` has given, by key. */
  readonly done: Readonly<Record<string, Json>>
}

interface Token extends CallState {
  /** What the call is of: the tool and its input, as a digest. */
  readonly call: string
  /** Milliseconds since 1970. */
  readonly until: number
}

const lifetime = 600_000
const longest = 256 * 1024

/** The state as a text that only this call of the same input takes back, for ten minutes. */
export function signState(state: CallState, subject: string, input: unknown, key: string | Uint8Array): string {
  const token: Token = { ...state, call: digest(subject, input), until: Date.now() + lifetime }
  const body = Buffer.from(JSON.stringify(token)).toString('base64url')
  if (body.length > longest) {
    const size = Math.round(longest / 1024)
    throw new RuntimeError('tool-failed', `${subject} remembers more than ${size} KB from one run to the next.`)
  }
  return `${body}.${sign(body, key)}`
}

/** @throws RuntimeError `invalid-request` for a text that was changed, that is too old, or that is of another call */
export function readState(text: string, subject: string, input: unknown, key: string | Uint8Array): CallState {
  const [body = '', signature = ''] = text.split('.', 2)
  const expected = Buffer.from(sign(body, key))
  const given = Buffer.from(signature)
  if (text.length > 2 * longest || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw refusal('was not made by this host, or was changed on its way')
  }
  const token = JSON.parse(Buffer.from(body, 'base64url').toString()) as Token // it is signed: `signState` wrote it
  if (token.until < Date.now()) throw refusal('is older than ten minutes')
  if (token.call !== digest(subject, input)) throw refusal('belongs to another call, or to another input')
  return token
}

function refusal(what: string): RuntimeError {
  const message = `The state of the call ${what}; call again without it.`
  return new RuntimeError('invalid-request', message, { pointer: '/_state', problem: 'value' })
}

function sign(body: string, key: string | Uint8Array): string {
  return createHmac('sha256', key).update(body).digest('base64url')
}

function digest(subject: string, input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([subject, input]))
    .digest('base64url')
}
