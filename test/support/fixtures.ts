import { join } from 'node:path'

/** The path of something under `test/fixtures`. */
export function fixture(...path: readonly string[]): string {
  return join(import.meta.dirname, '../fixtures', ...path)
}
