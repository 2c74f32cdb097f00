import { bodyParser, type JsonSchema } from '../../index.ts'
import { currentShapes, olderShapes } from './shapes.ts'
import type { Version } from './version.ts'

type Check = (params: unknown, at: string) => unknown

const checks: Readonly<Record<Version, ReadonlyMap<string, Check>>> = {
  '1.0': checksOf(currentShapes),
  '0.3': checksOf(olderShapes),
}

function checksOf(schemas: Readonly<Record<string, JsonSchema>>): ReadonlyMap<string, Check> {
  return new Map(Object.entries(schemas).map(([method, schema]) => [method, bodyParser(schema)]))
}

/** Which version has a method of that name. */
export function versionOfMethod(method: string): Version | undefined {
  if (checks['1.0'].has(method)) return '1.0'
  return checks['0.3'].has(method) ? '0.3' : undefined
}

/**
 * `at` is the place of the parameters in the body, as a JSON pointer.
 * @throws RuntimeError `invalid-request` that names the field which has the wrong form
 */
export function checkParams(version: Version, method: string, params: unknown, at: string): void {
  checks[version].get(method)?.(params, at)
}
