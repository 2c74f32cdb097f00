import { dirname, resolve } from 'node:path'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { compileFilling } from '../core/schema.ts'
import { suggestion } from '../core/text.ts'
import { milliseconds } from '../core/time.ts'
import { readDocument } from './document.ts'
import { isComment, type Substituted, step, substitute } from './env.ts'
import type { McpFile } from './mcp.gen.ts'
import { contradictions, isObject } from './mcp-rules.ts'
import { readable } from './problems.ts'
import { readSchema } from './schemas.ts'

/** An MCP server that tools are taken from. Paths are absolute, times are milliseconds. */
export interface McpServerSettings {
  readonly id: string
  /** The file that names it. */
  readonly location: string
  readonly transport: McpTransport
  readonly timeout: number | undefined
  readonly connectTimeout: number
  readonly allow: readonly string[] | undefined
  readonly deny: readonly string[]
  readonly protocol: 'auto' | 'legacy' | 'modern'
}

export type McpTransport =
  | {
      readonly type: 'stdio'
      readonly command: string
      readonly args: readonly string[]
      readonly env: Readonly<Record<string, string>>
      readonly cwd: string
    }
  | {
      /** `either` is Streamable HTTP, or SSE where the server does not know that. */
      readonly type: 'streamable' | 'sse' | 'either'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly auth: McpAuth | undefined
    }

export interface McpAuth {
  readonly grant: 'client_credentials' | 'authorization_code'
  readonly clientId?: string
  readonly clientSecret?: string
  readonly privateKey?: string
  readonly algorithm: string
  readonly scope?: string
  readonly issuer?: string
  readonly clientMetadataUrl?: string
  readonly redirectPort: number
  readonly tokenFile?: string
}

/** What is wrong with one server, or has no effect. The others are not touched by it. */
export interface McpProblem {
  readonly level: 'error' | 'warning'
  readonly pointer: string
  readonly message: string
}

export interface McpServers {
  readonly servers: readonly McpServerSettings[]
  readonly problems: readonly McpProblem[]
}

type McpServer = NonNullable<McpFile['mcpServers']>[string]

/** Made where there is such a server. */
let checkServer: ReturnType<typeof compileFilling> | undefined

/**
 * Reads an `mcp_config.json`, and fills in its variables. What is wrong with one server costs that one alone.
 * @throws RuntimeError `invalid-settings` where there is no such file, or it is no list of servers at all
 */
export async function readMcpConfig(path: string, env: NodeJS.ProcessEnv = process.env): Promise<McpServers> {
  const wrong = (what: string) => new RuntimeError('invalid-settings', `The file of MCP servers ${path} ${what}.`)
  let filled: Substituted
  try {
    filled = substitute(await readDocument(path), env)
  } catch (error) {
    throw wrong(`cannot be read: ${messageOf(error)}`)
  }
  const { value, missing } = filled
  if (!isObject(value)) throw wrong('must hold an object with "mcpServers"')
  const { $schema: _, mcpServers = {}, services = {}, ...rest } = value
  if (!isObject(mcpServers) || !isObject(services)) throw wrong('must hold an object under "mcpServers"')
  const known = ['mcpServers', 'services']
  const strangers = Object.keys(rest).filter((key) => !isComment(key))
  const problems = strangers.map((key): McpProblem => {
    return { level: 'error', pointer: step('', key), message: `is not a known key${suggestion(key, known)}` }
  })
  const newer = new Set(Object.keys(mcpServers))
  const older = Object.entries(services).filter(([id]) => !newer.has(id) && !isComment(id))
  const first = readMcpServers(merged(mcpServers, services), { location: path, pointer: '/mcpServers', missing })
  const second = readMcpServers(Object.fromEntries(older), { location: path, pointer: '/services', missing })
  return {
    servers: [...first.servers, ...second.servers],
    problems: [...problems, ...first.problems, ...second.problems],
  }
}

interface Place {
  /** The file that they stand in. */
  location: string
  /** Where in it. */
  pointer: string
  missing: Substituted['missing']
}

/** Servers by name, as they stand in a file whose variables are filled in. Never throws. */
export function readMcpServers(given: Readonly<Record<string, unknown>>, place: Place): McpServers {
  const servers: McpServerSettings[] = []
  const problems: McpProblem[] = []
  for (const [id, value] of Object.entries(given)) {
    if (isComment(id)) continue
    const read = readServer(id, value, place)
    if (read.server) servers.push(read.server)
    problems.push(...read.problems)
  }
  return { servers, problems }
}

/** The older list had no more of a server than whether it is switched on. */
function merged(servers: Readonly<Record<string, unknown>>, services: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(servers).map(([id, server]) => {
      const older = services[id]
      return [id, isObject(server) && isObject(older) ? { ...older, ...server } : server]
    }),
  )
}

function readServer(id: string, value: unknown, place: Place) {
  const pointer = step(place.pointer, id)
  const fail = (at: string, message: string): McpProblem => ({ level: 'error', pointer: pointer + at, message })
  if (!isObject(value))
    return { server: undefined, problems: [fail('', 'must be an object: the settings of a server')] }
  if (value.disabled === true || value.enabled === false) return { server: undefined, problems: [] }
  const problems = place.missing.flatMap(({ variable, pointer: at }) => {
    if (!at.startsWith(`${pointer}/`)) return []
    const hint = `set it, or give a default: \${${variable}:-...}`
    return [fail(at.slice(pointer.length), `the variable ${variable} is not set, so the server is left out; ${hint}`)]
  })
  checkServer ??= compileFilling(serverSchema())
  const server = structuredClone(value)
  const told = new Set(problems.map((problem) => problem.pointer))
  for (const { pointer: at, message } of readable(checkServer(server))) {
    if (!told.has(pointer + at)) problems.push(fail(at, message))
  }
  if (problems.length === 0) problems.push(...contradictions(server, fail))
  if (problems.length > 0) return { server: undefined, problems }
  const read = settingsOf(id, server as McpServer, place.location) // the schema has just said so
  const idle: McpProblem = {
    level: 'warning',
    pointer: `${pointer}/autoApprove`,
    message: 'has no effect: whoever calls a tool decides; see "allow" and "deny"',
  }
  return { server: read, problems: value.autoApprove === undefined ? [] : [idle] }
}

function serverSchema() {
  const { $defs = {} } = readSchema('mcp')
  const { server, duration } = $defs
  return { ...server, $defs: { duration } }
}

function settingsOf(id: string, server: McpServer, location: string): McpServerSettings {
  const { timeout, connectTimeout = '30s', allow = server.allowedTools, deny = [] } = server
  const transport = transportOf(server, dirname(location))
  const usual = transport.type === 'stdio' || transport.type === 'sse' ? 'legacy' : 'auto'
  return {
    id,
    location,
    transport,
    timeout: timeout === undefined ? undefined : milliseconds(timeout),
    connectTimeout: milliseconds(connectTimeout),
    allow,
    deny,
    protocol: server.protocol ?? usual,
  }
}

const kinds = { stdio: 'streamable', http: 'streamable', 'streamable-http': 'streamable', sse: 'sse' } as const

function transportOf({ type, command, args, env, cwd, url, headers, auth }: McpServer, folder: string): McpTransport {
  if (command !== undefined) {
    return { type: 'stdio', command, args: args ?? [], env: env ?? {}, cwd: resolve(folder, cwd ?? '.') }
  }
  const { tokenFile, ...rest } = auth ?? {}
  const file = tokenFile === undefined ? {} : { tokenFile: resolve(folder, tokenFile) }
  return {
    type: type === undefined ? 'either' : kinds[type],
    url: url ?? '',
    headers: headers ?? {},
    auth: auth && { algorithm: 'ES256', redirectPort: 0, ...rest, grant: auth.grant, ...file },
  }
}
