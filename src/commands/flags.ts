import { InvalidArgumentError, Option } from 'commander'
import { type Predecessor, predecessors } from '../config/predecessors.ts'
import type { SettingsFile } from '../config/settings.gen.ts'
import { durationPattern } from '../core/time.ts'

/** What the flags of all commands may hold. `personasDir`, `mcp` and `a2aBaseUrl` are those of other systems. */
export interface Flags {
  as?: Predecessor
  personasDir?: string
  mcp?: boolean
  a2aBaseUrl?: string
  host?: string
  port?: number
  grpcPort?: number
  state?: string
  watch?: boolean
  shutdownGrace?: string
  persona?: readonly string[]
  plugins?: readonly string[]
  pluginTimeout?: string
  defaultPersona?: string
  mcpConfig?: string
  publicUrl?: string
  bodyLimit?: number
  maxTurns?: number
  requireKeys?: boolean
  openSurface?: readonly string[]
  corsOrigin?: readonly string[]
  allowedHost?: readonly string[]
  config?: string
  logLevel?: NonNullable<SettingsFile['logLevel']>
}

/** Flags as settings; what was not given is left out. `paths` are persona files and folders of them. */
export function settingsOf(flags: Flags, paths: readonly string[] = []): SettingsFile {
  const {
    host,
    port,
    grpcPort,
    publicUrl = urlBefore(flags.a2aBaseUrl),
    bodyLimit,
    maxTurns,
    plugins,
    pluginTimeout,
    defaultPersona,
  } = flags
  const { mcpConfig, logLevel, state, watch, shutdownGrace } = flags
  const personas = [...paths, ...(flags.persona ?? []), ...(flags.personasDir === undefined ? [] : [flags.personasDir])]
  const given = {
    ...{ host, port, grpcPort, publicUrl, bodyLimit, maxTurns, plugins, pluginTimeout, defaultPersona },
    ...{ mcpConfig, logLevel, state, watch: watch === false ? false : undefined, shutdownGrace },
    requireKeys: flags.requireKeys,
    openSurfaces: flags.openSurface,
    corsOrigins: flags.corsOrigin,
    surfaces: flags.mcp ? { mcp: { enabled: true } } : undefined,
    allowedHosts: flags.allowedHost,
    personas: personas.length > 0 ? personas : undefined,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** The URL of the host, of which A2A is a part. */
function urlBefore(a2aUrl: string | undefined): string | undefined {
  return a2aUrl?.replace(/\/a2a\/?$/, '')
}

export const as = () =>
  new Option('--as <SYSTEM>', 'take files, address, port and what is open from the defaults of that system').choices(
    predecessors,
  )

export const personasDir = () => new Option('--personas-dir <DIR>', 'the same as --persona DIR')

export const mcp = () => new Option('--mcp', 'serve tools over MCP, which --as ovos-persona-server leaves out')

export const a2aBaseUrl = () =>
  new Option('--a2a-base-url <URL>', 'the same as --public-url, with /a2a at its end').argParser(toUrl)

export const host = () => new Option('--host <ADDRESS>', 'the address to listen on (default: 127.0.0.1)')

export const port = () =>
  new Option('--port <PORT>', 'the port to listen on; 0 takes a free one (default: 8337)').argParser(toPort)

export const grpcPort = () =>
  new Option('--grpc-port <PORT>', 'the port for gRPC, which A2A clients may speak (default: none)').argParser(toPort)

export const state = () =>
  new Option('--state <URL>', 'where conversations and tasks are kept (default: file:./.dramatis/state.db)')

export const watch = () => new Option('--no-watch', 'take changes of files at the next start only')

export const shutdownGrace = () =>
  new Option('--shutdown-grace <TIME>', 'how long answers may take to finish at the end (default: 10s)').argParser(
    toTime,
  )

export const persona = () =>
  new Option('--persona <FILE|DIR>', 'a persona file, or a folder of them; repeatable').argParser(collect)

export const plugins = () =>
  new Option('--plugins <DIR>', 'a folder of plugins; repeatable (default: ./plugins)').argParser(collect)

export const defaultPersona = () =>
  new Option('--default-persona <PERSONA>', 'who answers for unknown and empty model names')

export const mcpConfig = () =>
  new Option('--mcp-config <FILE>', 'MCP servers whose tools are offered (default: ./mcp_config.json)')

export const publicUrl = () =>
  new Option('--public-url <URL>', 'the URL that clients reach the host under').argParser(toUrl)

export const bodyLimit = () =>
  new Option('--body-limit <SIZE>', 'the largest body of a request, like 500kb or 32mb (default: 32mb)').argParser(
    toBytes,
  )

export const maxTurns = () =>
  new Option('--max-turns <NUMBER>', 'answers that may be under way at once (default: 20000)').argParser(toNumber)

export const requireKeys = () => new Option('--require-keys', 'refuse callers without a key; see "dramatis keys"')

export const openSurface = () =>
  new Option('--open-surface <SURFACE>', 'a surface that needs no key, like a2a or metrics; repeatable').argParser(
    collect,
  )

export const corsOrigin = () =>
  new Option('--cors-origin <ORIGIN>', 'an origin whose pages may call the host; repeatable').argParser(collect)

export const allowedHost = () =>
  new Option('--allowed-host <NAME>', 'a name that clients may reach tools under; repeatable').argParser(collect)

export const pluginTimeout = () =>
  new Option('--plugin-timeout <TIME>', 'how long a plugin may take to load, like 10s (default: 10s)').argParser(toTime)

export const config = () => new Option('--config <FILE>', 'the settings (default: ./dramatis.config.json)')

export const explain = () => new Option('--explain', 'tell on stderr which solvers were asked, and what came of it')

export const json = () => new Option('--json', 'print JSON')

export const lang = () => new Option('--lang <TAG>', 'the language of the question, like de or pt-BR').argParser(toTag)

export const logLevel = (otherwise: string) =>
  new Option('--log-level <LEVEL>', `what is logged on stderr, as JSON lines (default: ${otherwise})`).choices([
    'debug',
    'info',
    'warn',
    'error',
    'silent',
  ])

export const dir = () =>
  new Option('--dir <DIR>', 'the folder to write to (default: ./dramatis-KIND-NAME; ./personas for a persona)')

export const folder = () =>
  new Option('--dir <DIR>', 'the folder to write to (default: the one that "serve" takes personas from)')

export const force = () => new Option('--force', 'overwrite what is there')

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function toPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}

function toNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write it as a number from 1 on.')
}

function toTime(text: string): string {
  if (new RegExp(durationPattern).test(text) && Number.parseFloat(text) > 0) return text
  throw new InvalidArgumentError('Write it like 800ms, 30s or 2m.')
}

function toUrl(text: string): string {
  if (/^https?:\/\/\S+$/.test(text) && URL.canParse(text)) return text
  throw new InvalidArgumentError('Write it like https://bots.example.com.')
}

const units = { '': 1, b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 } as const

function toBytes(text: string): number {
  const [, number, unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?) ?(b|kb|mb|gb)?$/i.exec(text) ?? []
  const bytes = Math.floor(Number(number) * units[unit.toLowerCase() as keyof typeof units]) // the pattern's own units
  if (bytes >= 1) return bytes
  throw new InvalidArgumentError('Write it as a number of bytes, or like 500kb or 32mb.')
}

function toTag(text: string): string {
  try {
    const [tag = text] = Intl.getCanonicalLocales(text)
    return tag
  } catch {
    throw new InvalidArgumentError('Write it as a BCP 47 tag, like de or pt-BR.')
  }
}
