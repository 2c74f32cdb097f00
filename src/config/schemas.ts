import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { JsonSchema } from '../core/types.ts'

/** The folder of this package: where `schemas`, `personas` and `plugins` lie, from `src` and from `dist` alike. */
export const packageFolder = fileURLToPath(new URL('../..', import.meta.url))

interface SchemaDocument extends JsonSchema {
  properties: Record<string, JsonSchema>
  $defs?: Record<string, JsonSchema & { properties?: Record<string, JsonSchema> }>
}

/** A schema of the `schemas` folder, such as `persona`. */
export function readSchema(name: string): SchemaDocument {
  const path = new URL(`../../schemas/${name}.schema.json`, import.meta.url)
  return JSON.parse(readFileSync(path, 'utf8')) as SchemaDocument // it is part of this package
}
