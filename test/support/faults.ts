import type { FailureKind } from 'dramatis'
import type { Said } from './fault-server.ts'

type Frame = string | Uint8Array

/** A vendor's bytes, as far as a fault is made of them. */
export interface Wire {
  /** The content type of a stream. */
  readonly type: string
  /** A whole answer: what comes before its words, the words `One two three`, and what comes after them. */
  readonly opening: readonly Frame[]
  readonly words: readonly Frame[]
  readonly closing: readonly Frame[]
  /** A whole answer that refuses. */
  readonly refusal: readonly Frame[]
  /** What is no event of the protocol, in the protocol's framing. */
  readonly malformed: Frame
  /** The body of a failure, as the vendor puts it; `quota`: the account has run dry. */
  failure(status: number, quota?: 'quota'): object
  /** Whether every event has a number, so that one which comes twice can be told. Otherwise only those at the end can. */
  readonly numbered?: boolean
}

/** What becomes of a fault: how the solver fails, or what it says. */
export type Outcome = FailureKind | 'declined' | 'refused' | 'silent' | 'answered'

export interface Fault {
  /** `late`: after the first word. */
  readonly strikes: 'early' | 'late'
  readonly outcome: Outcome
  /** Seconds that the server asks to be left alone. */
  readonly retryAfter?: number
  /** Where the solver is sent, given the address of a server. Default: there. */
  readonly address?: (url: string) => string
  said(wire: Wire): Said
}

const nothing = (): Said => ({})
const later = 7

/** Everything that a server of a language model was seen to do, by name. */
export const faults = {
  'connection refused': { ...early('server-error'), address: () => 'http://127.0.0.1:1', said: nothing },
  'DNS failure': { ...early('server-error'), address: () => 'http://nowhere.invalid', said: nothing },
  'TLS failure': { ...early('server-error'), address: (url) => url.replace('http:', 'https:'), said: nothing },
  '401': { ...early('unauthorized'), said: (wire) => failure(wire, 401) },
  '429': { ...early('rate-limit'), said: (wire) => failure(wire, 429) },
  '429 with Retry-After in seconds': {
    ...early('rate-limit'),
    retryAfter: later,
    said: (wire) => failure(wire, 429, String(later)),
  },
  '429 with Retry-After as a date': {
    ...early('rate-limit'),
    retryAfter: later,
    said: (wire) => failure(wire, 429, new Date(Date.now() + later * 1000).toUTCString()),
  },
  quota: {
    ...early('quota'),
    said: (wire) => ({ ...failure(wire, 429), frames: [JSON.stringify(wire.failure(429, 'quota'))] }),
  },
  '500': { ...early('server-error'), said: (wire) => failure(wire, 500) },
  '529': { ...early('server-error'), said: (wire) => failure(wire, 529) },
  'HTML body': {
    ...early('server-error'),
    said: () => ({ headers: { 'content-type': 'text/html' }, frames: ['<!DOCTYPE html><title>Sign in</title>'] }),
  },
  'a redirect': {
    ...early('bad-request'),
    said: () => ({ status: 307, headers: { location: '?elsewhere' } }),
  },
  'no events': { ...early('server-error'), said: (wire) => stream(wire, ['Service unavailable']) },
  'empty object': {
    ...early('server-error'),
    said: () => ({ headers: { 'content-type': 'application/json' }, frames: ['{}'] }),
  },
  '204': { ...early('declined'), said: () => ({ status: 204 }) },
  'empty 200': { ...early('declined'), said: (wire) => stream(wire, []) },
  'cut before the first word': {
    ...early('server-error'),
    said: (wire) => ({ ...stream(wire, wire.opening), ending: 'cut' }),
  },
  'cut after the first word': {
    ...late('server-error'),
    said: (wire) => ({ ...stream(wire, [...wire.opening, ...wire.words]), ending: 'cut' }),
  },
  'an end in the middle': {
    ...late('server-error'),
    said: (wire) => stream(wire, [...wire.opening, ...wire.words]),
  },
  'stalled before the first word': {
    ...early('silent'),
    said: (wire) => ({ ...stream(wire, wire.opening), ending: 'silent' }),
  },
  'stalled after the first word': {
    ...late('silent'),
    said: (wire) => ({ ...stream(wire, [...wire.opening, ...wire.words]), ending: 'silent' }),
  },
  'malformed event before the first word': {
    ...early('server-error'),
    said: (wire) => stream(wire, [...wire.opening, wire.malformed, ...wire.words, ...wire.closing]),
  },
  'malformed event after the first word': {
    ...late('server-error'),
    said: (wire) => stream(wire, [...wire.opening, ...wire.words, wire.malformed, ...wire.closing]),
  },
  'slow drip': { ...late('answered'), said: (wire) => stream(wire, whole(wire).flatMap(bytes)) },
  'duplicated event': {
    ...late('answered'),
    said: (wire) => {
      const { opening, words, closing } = wire
      return stream(
        wire,
        wire.numbered ? whole(wire).flatMap(twice) : [...opening, ...words, ...closing.flatMap(twice)],
      )
    },
  },
  refusal: { ...early('refused'), said: (wire) => stream(wire, wire.refusal) },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof faults

function early<O extends Outcome>(outcome: O) {
  return { strikes: 'early', outcome } as const
}

function late<O extends Outcome>(outcome: O) {
  return { strikes: 'late', outcome } as const
}

function failure(wire: Wire, status: number, retryAfter?: string): Said {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  }
  return { status, headers, frames: [JSON.stringify(wire.failure(status))] }
}

function stream({ type }: Wire, frames: readonly Frame[]): Said {
  return { headers: { 'content-type': type }, frames }
}

/** A whole answer, as it should be. */
export function whole({ opening, words, closing }: Wire): readonly Frame[] {
  return [...opening, ...words, ...closing]
}

function bytes(frame: Frame): Uint8Array[] {
  return [...Buffer.from(frame)].map((byte) => Uint8Array.of(byte))
}

function twice(frame: Frame): Frame[] {
  return [frame, frame]
}
