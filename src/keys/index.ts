import { RuntimeError } from '../core/errors.ts'
import type { Store } from '../core/store.ts'
import type { Log } from '../core/types.ts'
import { KeyGate } from './gate.ts'
import { Identifier } from './identify.ts'
import { KeyRing } from './ring.ts'
import { KeyTable } from './table.ts'

/** What the settings say of keys. */
export interface KeySettings {
  readonly requireKeys: boolean
  readonly apiKeys: readonly string[]
  readonly apiKeyHeader: string
  readonly awsKeys: readonly string[]
  readonly openSurfaces: readonly string[]
  readonly anonymousRate: number | undefined
  readonly anonymousConcurrency: number | undefined
}

/**
 * The gate of a host.
 * @throws RuntimeError `invalid-settings` where keys are required and there is none: nobody could come in
 */
export async function openGate(settings: KeySettings, store: Store, log: Log): Promise<KeyGate> {
  const { requireKeys: required, apiKeys, apiKeyHeader, awsKeys, openSurfaces } = settings
  const open = (): Promise<KeyTable> => KeyTable.open(store)
  if (required && apiKeys.length + awsKeys.length === 0 && !(await (await open()).hasUsable(Date.now()))) {
    const message = 'Keys are required, and there is none: make one with "dramatis keys add NAME", or set'
    throw new RuntimeError('invalid-settings', `${message} DRAMATIS_API_KEYS. Without --require-keys anybody may call.`)
  }
  return new KeyGate({
    required,
    openSurfaces,
    anonymous: { rate: settings.anonymousRate, concurrency: settings.anonymousConcurrency },
    identifier: new Identifier(new KeyRing(open, { apiKeys, awsKeys }, log), apiKeyHeader.toLowerCase()),
  })
}
