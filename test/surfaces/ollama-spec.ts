import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

const file = join(process.env.SPECS_DIR ?? '../shared/specs', 'ollama.openapi.yaml')

/** Why the published description cannot be used, or undefined where it can. */
export const missingSpec = existsSync(file) ? undefined : `${file} is not there`

interface Schema {
  type?: string
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  additionalProperties?: boolean
}

type SchemaName = keyof typeof optional

const metrics = [
  'total_duration',
  'load_duration',
  'prompt_eval_count',
  'prompt_eval_duration',
  'eval_count',
  'eval_duration',
] as const

/** Properties that an answer may be without; every other one that the description lists must be there. */
const optional = {
  ChatResponse: ['thinking', 'tool_calls', 'images', 'logprobs', 'description'],
  ChatStreamEvent: ['thinking', 'tool_calls', 'images', 'description'],
  GenerateResponse: ['thinking', 'logprobs'],
  GenerateStreamEvent: ['thinking', 'done_reason', ...metrics],
  EmbedResponse: [],
  ListResponse: ['remote_model', 'remote_host'],
  PsResponse: ['context_length'],
  ShowResponse: [],
  StatusEvent: ['digest', 'total', 'completed'],
  StatusResponse: [],
  VersionResponse: [],
  ErrorResponse: [],
} as const

/** Properties that ollama/ollama has in `api/types.go` and the description does not list. */
const unlisted = ['id', 'index', 'context', 'parent_model', 'modelfile', 'system']

/** A function that throws where a value is not what the description says, all of it and nothing else. */
export function specValidator(): (name: SchemaName, value: unknown) => void {
  const document = parse(readFileSync(file, 'utf8'))
  const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true })
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
  return (name, value) => {
    const schema = tighten(resolve(document.components.schemas[name], document), optional[name])
    if (!ajv.validate(schema, value)) throw new Error(`${name}: ${ajv.errorsText()} in ${JSON.stringify(value)}`)
  }
}

function resolve(node: unknown, document: unknown): Schema {
  return JSON.parse(JSON.stringify(node), (_key, value) => {
    if (typeof value?.$ref !== 'string') return value
    const path: string[] = value.$ref.slice(2).split('/')
    return resolve(
      path.reduce((at: unknown, key) => (at as Record<string, unknown>)[key], document), // a reference leads somewhere
      document,
    )
  })
}

function tighten(schema: Schema, without: readonly string[]): Schema {
  if (schema.items) return { ...schema, items: tighten(schema.items, without) }
  if (!schema.properties) return schema
  const properties = Object.entries(schema.properties).map(([key, value]) => [key, tighten(value, without)])
  return {
    ...schema,
    properties: { ...Object.fromEntries(unlisted.map((key) => [key, {}])), ...Object.fromEntries(properties) },
    required: Object.keys(schema.properties).filter((key) => !without.includes(key)),
    additionalProperties: false,
  }
}
