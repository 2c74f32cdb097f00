import { restPaths } from '../../../src/surfaces/a2a/rest-routes.ts'
import { endpoints } from '../endpoints/index.ts'
import type { Tree } from '../json-tree.ts'
import { samples } from './samples.ts'

/** One operation of the host, as its own description has it. */
export interface Operation {
  readonly method: string
  /** With `{names}` for its parameters. */
  readonly path: string
  /** Which surface it belongs to. */
  readonly surface: string
  readonly request?: unknown
  /** Bodies that are known to be right, or nearly. */
  readonly samples: readonly Tree[]
}

export interface Described {
  readonly operations: readonly Operation[]
  readonly schemas: Readonly<Record<string, unknown>>
}

interface Document {
  paths: Record<string, Record<string, { tags?: readonly string[]; requestBody?: RequestBody }>>
  components: { schemas: Record<string, unknown> }
}

interface RequestBody {
  content: Record<string, { schema: unknown }>
}

/** Everything that the host describes, and the routes that it does not list: one for each that clients know by heart. */
export async function describedBy(url: string, headers: Readonly<Record<string, string>>): Promise<Described> {
  const document = (await (await fetch(`${url}/openapi.json`, { headers })).json()) as Document // OpenAPI's own form
  const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { tags = [], requestBody }]) =>
      operation(method.toUpperCase(), path, tags[0] ?? '', requestBody?.content['application/json']?.schema),
    ),
  )
  return { operations: [...listed, ...unlisted()], schemas: document.components.schemas }
}

function operation(method: string, path: string, surface: string, request?: unknown): Operation {
  const [known] = endpoints.filter((endpoint) => pattern(path).test(endpoint.path))
  const own = samples.filter(({ path: start }) => start.test(`${method} ${path}`)).flatMap(({ bodies }) => bodies)
  const sent = method === 'GET' || method === 'DELETE' ? [] : [...(known?.valid ?? []), ...own]
  return { method, path, surface, request, samples: sent }
}

function unlisted(): readonly Operation[] {
  const agents = ['/a2a', '/a2a/{persona}', '/a2a/{persona}/v1', '/a2a/{persona}/{tenant}']
  return [
    ...agents.flatMap((base) => restPaths.map(([method, path]) => operation(method, base + template(path), 'a2a'))),
    operation('GET', '/a2a/{persona}/extendedAgentCard', 'a2a'),
    operation('POST', '/a2a/{persona}/tasks/{id}:cancel', 'a2a'),
    operation('POST', '/a2a/{persona}/tasks/{id}:subscribe', 'a2a'),
    ...['/mcp', '/mcp/{persona}'].flatMap((path) => [operation('GET', path, 'mcp'), operation('DELETE', path, 'mcp')]),
    operation('POST', '/mcp/messages', 'mcp'),
    operation('POST', '/tools/{name}', 'tools'),
    operation('GET', '/openapi.json', ''),
    operation('GET', '/docs', ''),
    operation('GET', '/{nothing}', ''),
    operation('POST', '/{nothing}/{else}', ''),
  ]
}

/** The router's `:id` and `::` as OpenAPI would write them. */
function template(path: string): string {
  return path
    .replaceAll('::', '\0')
    .replace(/:(\w+)/g, '{$1}')
    .replaceAll('\0', ':')
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`)
}
