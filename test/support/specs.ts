import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

/** Where the published API descriptions lie; they are not part of the project. */
const folder = process.env.SPECS_DIR ?? join(import.meta.dirname, '../../../shared/specs')

/** @throws AssertionError that lists where `value` breaks the component schema of that name. */
export type Check = (schema: string, value: unknown) => void

/**
 * A suite that validates answers against a vendor's published OpenAPI document, JSON or YAML. Where the document is not
 * at hand, one pending test says that nothing was validated.
 */
export function describeSpec(title: string, file: string, run: (check: Check) => void): void {
  const path = join(folder, file)
  if (existsSync(path)) describe(title, () => run(loadSpec(path)))
  else describe(title, () => it(`SKIPPED, nothing was validated: there is no ${file} in SPECS_DIR or ${folder}`))
}

/** Validators for the component schemas of an OpenAPI document, each compiled when it is first needed. */
export function loadSpec(path: string): Check {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, logger: false })
  ajv.addSchema(withNulls(parseDocument(path)) as object, 'spec') // an OpenAPI document is an object
  const compiled = new Map<string, ValidateFunction>()
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile({ $ref: `spec#/components/schemas/${schema}` })
    compiled.set(schema, validate)
    if (validate(value)) return
    const problems = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
    assert.fail(`not a ${schema}: ${problems.join('; ')}\n${JSON.stringify(value, null, 2).slice(0, 2000)}`)
  }
}

function parseDocument(path: string): unknown {
  const text = readFileSync(path, 'utf8')
  return path.endsWith('.json') ? JSON.parse(text) : parse(text)
}

/** OpenAPI 3.0's `nullable`, which documents of version 3.1 still use, as JSON Schema says it. */
function withNulls(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withNulls)
  if (typeof node !== 'object' || node === null) return node
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withNulls(value)]))
  if (copy.nullable !== true) return copy
  const { nullable, ...schema } = copy
  return { anyOf: [schema, { type: 'null' }] }
}
