import { silentLog } from 'dramatis/testing'
import type { Workshop } from '../../src/persona/workshop.ts'
import type { Registry } from '../../src/plugins/registry.ts'

/** What personas are made with, where none of them asks another. */
export function workshop(registry: Registry): Workshop {
  return {
    registry,
    log: silentLog,
    askPersona: (name) => {
      throw new Error(`Nobody asks "${name}" here.`)
    },
  }
}
