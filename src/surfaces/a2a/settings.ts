import { durationPattern, type FromSchema, milliseconds } from '../../index.ts'
import { defaultOptions, type EngineOptions } from './engine/options.ts'

const duration = { type: ['string', 'integer'], minimum: 0, pattern: durationPattern } as const
const atLeastOne = { type: 'integer', minimum: 1 } as const

/** What `surfaces.a2a` in the settings may say. What is left out is as in `defaultOptions`. */
export const settingsSchema = {
  type: 'object',
  properties: {
    whileWorking: { enum: ['refuse', 'queue'] },
    repeated: { enum: ['same', 'new'] },
    limits: {
      type: 'object',
      properties: { waiting: atLeastOne, taskBytes: atLeastOne, pushConfigs: atLeastOne, behind: atLeastOne },
      additionalProperties: false,
    },
    retention: {
      type: 'object',
      properties: { tasks: duration, events: duration, count: atLeastOne, every: duration },
      additionalProperties: false,
    },
    streaming: { type: 'boolean' },
    push: {
      type: 'object',
      properties: {
        enabled: { type: 'boolean' },
        allowPrivate: { type: 'boolean' },
        chunks: { type: 'boolean' },
        concurrency: atLeastOne,
        tries: atLeastOne,
        timeout: duration,
        backoff: duration,
        longest: duration,
      },
      additionalProperties: false,
    },
    timing: {
      type: 'object',
      properties: { coalesce: duration, grace: duration, lease: duration, poll: duration, keepAlive: duration },
      additionalProperties: false,
    },
    grpcUrl: { type: 'string', minLength: 1 },
    signingKey: { type: 'string', minLength: 1 },
    provider: {
      type: 'object',
      properties: { organization: { type: 'string', minLength: 1 }, url: { type: 'string', minLength: 1 } },
      required: ['organization', 'url'],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const

export type A2aSettings = FromSchema<typeof settingsSchema>

/** How often an open stream says that it lives, in milliseconds: proxies close what is silent for a minute. */
const defaultKeepAlive = 15_000

/** What the engine is told, but for the cards. */
export function engineOptions(settings: A2aSettings): Omit<EngineOptions, 'card' | 'extendedCard'> {
  const {
    whileWorking = defaultOptions.whileWorking,
    repeated = defaultOptions.repeated,
    limits,
    retention,
    push,
    timing,
  } = settings
  const { keepAlive: _, ...times } = timing ?? {}
  const { enabled: __, ...pushing } = push ?? {}
  return {
    whileWorking,
    repeated,
    limits: { ...defaultOptions.limits, ...inMilliseconds(limits, []) },
    retention: { ...defaultOptions.retention, ...inMilliseconds(retention, ['tasks', 'events', 'every']) },
    push: { ...defaultOptions.push, ...inMilliseconds(pushing, ['timeout', 'backoff', 'longest']) },
    timing: { ...defaultOptions.timing, ...inMilliseconds(times, ['coalesce', 'grace', 'lease', 'poll']) },
  }
}

export function keepAliveOf({ timing }: A2aSettings): number {
  return milliseconds(timing?.keepAlive ?? defaultKeepAlive)
}

/** What was given, its durations as numbers. */
function inMilliseconds<T extends object>(given: T | undefined, keys: readonly (keyof T)[]): InMilliseconds<T> {
  const read = { ...given } as Record<keyof T, unknown>
  for (const key of keys) {
    const value = read[key]
    if (typeof value === 'string') read[key] = milliseconds(value)
  }
  return read as InMilliseconds<T> // the schema has checked that there is nothing else
}

/** Only durations may be texts as well as numbers. */
type InMilliseconds<T> = { [K in keyof T]: number | string extends T[K] ? number : Exclude<T[K], undefined | string> }
