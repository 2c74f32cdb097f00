import type { JsonSchema } from '../core/types.ts'
import { type HostKeys, noKeys } from './gate.ts'
import type { OperationDocs, Route, Surface } from './surface.ts'

/**
 * The OpenAPI 3.1 document of every documented route of the surfaces, for a host that is reached under `url`. What
 * surfaces tell only when they are asked is asked for each time.
 */
export function openApi(
  surfaces: ReadonlyMap<string, Surface>,
  version: string,
  keys: HostKeys = noKeys,
): (url: string) => Promise<object> {
  let known: Paths | undefined
  return async (url) => {
    known ??= describeRoutes(surfaces, keys)
    const described = await Promise.all([...surfaces.values()].map((surface) => surface.described?.()))
    return {
      openapi: '3.1.0',
      info: { title: 'Dramatis', version, description: 'Personas behind the chat APIs that clients already speak.' },
      servers: [{ url }],
      tags: [...surfaces.keys()].map((name) => ({ name })),
      paths: Object.assign({}, known, ...described.map((more) => more?.paths)),
      components: {
        schemas: Object.assign({}, ...described.map((more) => more?.schemas)),
        ...(keys.required ? { securitySchemes: schemes(keys) } : {}),
      },
      ...(keys.required ? { security: [{ bearer: [] }, { header: [] }] } : {}),
    }
  }
}

type Paths = Record<string, Record<string, object>>

function schemes({ header }: HostKeys): object {
  return { bearer: { type: 'http', scheme: 'bearer' }, header: { type: 'apiKey', in: 'header', name: header } }
}

function describeRoutes(surfaces: ReadonlyMap<string, Surface>, keys: HostKeys): Paths {
  const paths: Paths = {}
  for (const [name, surface] of surfaces) {
    for (const { docs, method, open = !keys.requiredBy(name), path } of surface.routes) {
      if (!docs) continue
      const key = template(path)
      const operations = paths[key] ?? {}
      paths[key] = operations
      const free = open && keys.required ? { security: [] } : {}
      operations[method.toLowerCase()] = { ...operation(name, method, key, docs), ...free }
    }
  }
  return paths
}

function operation(tag: string, method: string, path: string, docs: OperationDocs): object {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  return {
    tags: [tag],
    operationId: operationId(method, path),
    summary: docs.summary,
    ...(docs.deprecated ? { deprecated: true } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(docs.request ? { requestBody: { required: true, content: json(docs.request) } } : {}),
    responses: responses(docs),
  }
}

function responses({ responses = {} }: OperationDocs): object {
  const described = Object.entries(responses).map(([status, { description, content }]) => [
    status,
    content ? { description, content: json(content) } : { description },
  ])
  return {
    200: { description: 'The answer.' },
    ...Object.fromEntries(described),
    default: { description: 'An error.' },
  }
}

function json(schema: JsonSchema): object {
  return { 'application/json': { schema } }
}

/** `/models/:id` and `/models/*` as OpenAPI writes them. */
function template(path: Route['path']): string {
  return path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{id}')
}

function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return [method.toLowerCase(), ...words.map((word) => word[0]?.toUpperCase() + word.slice(1))].join('')
}
