import { durationPattern } from '../core/time.ts'

const duration = [
  { type: 'string', pattern: durationPattern },
  { type: 'number', minimum: 0 },
] as const

/** Settings that every solver with a web client has, as properties for its schema. */
export const webSettings = {
  requestTimeout: {
    description: 'How long one call to the service may take, its retries included.',
    anyOf: duration,
    default: '5s',
  },
  retries: {
    description: 'How often a call is repeated after a failure that may pass.',
    type: 'integer',
    minimum: 0,
    maximum: 10,
    default: 2,
  },
  cacheFor: {
    description: 'How long an answer of the service is kept; 0 for not at all.',
    anyOf: duration,
    default: '1h',
  },
  userAgent: {
    description: 'How the service is told who asks: a name and an address where its operators can reach you.',
    type: 'string',
    pattern: '^[\\x20-\\x7e]+$',
  },
} as const
