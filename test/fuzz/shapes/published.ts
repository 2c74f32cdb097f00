import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadSpec } from '../../support/specs.ts'

type SpecCheck = (schema: string, value: unknown) => void

const folder = process.env['SPECS_DIR'] ?? join(import.meta.dirname, '../../../../shared/specs')
const loaded = new Map<string, SpecCheck>()

/** Published descriptions that were wanted and are not at hand: answers were not validated by them. */
export const missingDescriptions = new Set<string>()

/** Validates by the component schemas of a vendor's published description, where it is at hand. */
export function published(file: string): SpecCheck {
  return (schema, value) => {
    let check = loaded.get(file)
    if (!check) {
      const path = join(folder, file)
      const there = existsSync(path)
      if (!there) missingDescriptions.add(file)
      check = there ? loadSpec(path) : () => undefined
      loaded.set(file, check)
    }
    check(schema, value)
  }
}
