import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { compileFilling } from '../core/schema.ts'
import { milliseconds } from '../core/time.ts'
import { readDocument } from './document.ts'
import { defaultsOf, foreignVariables, type Predecessor } from './predecessors.ts'
import { readable } from './problems.ts'
import { packageFolder, readSchema } from './schemas.ts'
import type { SettingsFile } from './settings.gen.ts'

/** What the host runs with, every default filled in. Paths are absolute; times are milliseconds. */
export interface Settings {
  readonly host: string
  readonly port: number
  /** For gRPC; 0 takes a free one, undefined is none. */
  readonly grpcPort: number | undefined
  readonly publicUrl: string | undefined
  readonly personas: readonly string[]
  readonly plugins: readonly string[]
  readonly pluginTimeout: number
  readonly defaultPersona: string | undefined
  readonly watch: boolean
  /** A URL; see `createStore`. Undefined: gone with the process, but for `serve`. */
  readonly state: string | undefined
  readonly llmConfig: string | undefined
  /** A file of MCP servers. */
  readonly mcpConfig: string | undefined
  readonly defaultModel: string | undefined
  readonly promptStrategy: SettingsFile['promptStrategy']
  /** Empty: a persona file must have a chain. */
  readonly defaultSolvers: readonly string[]
  readonly bodyLimit: number
  readonly maxTurns: number
  readonly conversations: ConversationSettings
  readonly shutdownGrace: number
  /** Whether calls need a key, and which ones are good beside those of the store. `awsKeys` are `ID:SECRET`. */
  readonly requireKeys: boolean
  readonly apiKeys: readonly string[]
  readonly apiKeyHeader: string
  readonly awsKeys: readonly string[]
  readonly openSurfaces: readonly string[]
  readonly openManagement: boolean
  /** Of one address, without a key: requests in a minute, and under way at once. */
  readonly anonymousRate: number | undefined
  readonly anonymousConcurrency: number | undefined
  readonly corsOrigins: readonly string[]
  readonly allowedHosts: readonly string[]
  readonly toolTimeout: number
  readonly toolConcurrency: number
  readonly maxResultBytes: number
  readonly toolStateKey: string | undefined
  /** By id or alias. */
  readonly toolboxes: Readonly<Record<string, ToolboxSettings>>
  /** By id: whether it is served, and its own settings. */
  readonly surfaces: Readonly<Record<string, { readonly enabled?: boolean }>>
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** What is kept of conversations: how long, how many, and how much of each. Times are milliseconds. */
export interface ConversationSettings {
  readonly ttl: number
  readonly conversations: number
  readonly messages: number
  readonly bytes: number
  readonly mediaBytes: number
  readonly memoryBytes: number
}

/** What holds for one toolbox; what is absent is as for all of them. */
export type ToolboxSettings = Omit<NonNullable<SettingsFile['toolboxes']>[string], 'timeout'> & { timeout?: number }

export interface SettingsSources {
  /** What the command line says; it wins. */
  flags?: SettingsFile
  /** Whose defaults count where nothing else is said. */
  as?: Predecessor | undefined
  env?: NodeJS.ProcessEnv
  /** A configuration file; absent: `dramatis.config.json` in the working folder, where there is one. */
  configFile?: string | undefined
  workingFolder?: string
}

const schema = readSchema('settings')
const check = compileFilling(schema)
const configName = 'dramatis.config.json'

/** How each setting is spelled in the environment; the first spelling that is set counts. Lists are separated by commas. */
const variables = {
  host: ['DRAMATIS_HOST', 'API_HOST'],
  port: ['DRAMATIS_PORT', 'API_PORT'],
  grpcPort: 'DRAMATIS_GRPC_PORT',
  publicUrl: ['DRAMATIS_PUBLIC_URL', 'API_PUBLIC_BASE_URL'],
  personas: ['DRAMATIS_PERSONAS', 'PERSONAS_DIR', 'PERSONA_PATH'],
  plugins: 'DRAMATIS_PLUGINS',
  pluginTimeout: 'DRAMATIS_PLUGIN_TIMEOUT',
  defaultPersona: 'DRAMATIS_DEFAULT_PERSONA',
  watch: 'DRAMATIS_WATCH',
  state: 'DRAMATIS_STATE',
  llmConfig: ['DRAMATIS_LLM_CONFIG', 'LLM_CONFIG_PATH'],
  mcpConfig: ['DRAMATIS_MCP_CONFIG', 'MCP_CONFIG_PATH'],
  defaultModel: ['DRAMATIS_DEFAULT_MODEL', 'DEFAULT_MODEL'],
  defaultSolvers: 'DRAMATIS_DEFAULT_SOLVERS',
  promptStrategy: ['DRAMATIS_PROMPT_STRATEGY', 'PERSONA_SYSTEM_PROMPT_STRATEGY'],
  bodyLimit: 'DRAMATIS_BODY_LIMIT',
  maxTurns: 'DRAMATIS_MAX_TURNS',
  conversationTtl: 'DRAMATIS_CONVERSATION_TTL',
  maxConversations: 'DRAMATIS_MAX_CONVERSATIONS',
  conversationMessages: 'DRAMATIS_CONVERSATION_MESSAGES',
  conversationBytes: 'DRAMATIS_CONVERSATION_BYTES',
  conversationMediaBytes: 'DRAMATIS_CONVERSATION_MEDIA_BYTES',
  conversationMemoryBytes: 'DRAMATIS_CONVERSATION_MEMORY_BYTES',
  shutdownGrace: 'DRAMATIS_SHUTDOWN_GRACE',
  requireKeys: ['DRAMATIS_REQUIRE_KEYS', 'API_ENABLE_AUTH'],
  apiKeys: ['DRAMATIS_API_KEYS', 'API_ALLOWED_KEYS'],
  apiKeyHeader: ['DRAMATIS_API_KEY_HEADER', 'API_KEY_HEADER'],
  awsKeys: 'DRAMATIS_AWS_KEYS',
  openSurfaces: 'DRAMATIS_OPEN_SURFACES',
  openManagement: 'DRAMATIS_OPEN_MANAGEMENT',
  anonymousRate: 'DRAMATIS_ANONYMOUS_RATE',
  anonymousConcurrency: 'DRAMATIS_ANONYMOUS_CONCURRENCY',
  corsOrigins: ['DRAMATIS_CORS_ORIGINS', 'API_ALLOWED_ORIGINS'],
  allowedHosts: 'DRAMATIS_ALLOWED_HOSTS',
  toolTimeout: 'DRAMATIS_TOOL_TIMEOUT',
  toolConcurrency: 'DRAMATIS_TOOL_CONCURRENCY',
  maxResultBytes: 'DRAMATIS_MAX_RESULT_BYTES',
  toolStateKey: 'DRAMATIS_TOOL_STATE_KEY',
  logLevel: 'DRAMATIS_LOG_LEVEL',
} as const satisfies Record<
  Exclude<keyof SettingsFile, '$schema' | 'toolboxes' | 'surfaces'>,
  string | readonly string[]
>

/**
 * Settings from flags, then the environment, then the configuration file, then the defaults of the schema.
 * @throws RuntimeError `invalid-settings` that lists every problem, each with the flag, variable or key it comes from.
 */
export async function resolveSettings(sources: SettingsSources = {}): Promise<Settings> {
  const { flags = {}, as, env = process.env, workingFolder = process.cwd() } = sources
  const file = await readConfig(sources.configFile, workingFolder)
  const fromEnv = { ...readEnvironment(env), ...foreignVariables(env) }
  const problems = [
    ...problemsIn(flags, 'on the command line', flagOf),
    ...problemsIn(fromEnv, 'in the environment', (key) => variableOf(key, env)),
    ...(file ? problemsIn(file.value, `in ${file.path}`, (key) => `"${key}"`) : []),
  ]
  if (problems.length > 0) throw new RuntimeError('invalid-settings', sentence(problems))
  const given = [as ? defaultsOf(as, workingFolder) : {}, (file?.value ?? {}) as SettingsFile, fromEnv, flags] // all checked
  const merged = given.reduce(merge)
  check(merged) // each source has been checked; this fills the defaults in
  const { host = '127.0.0.1', port = 8337, bodyLimit = 0, maxTurns = 0, logLevel = 'info' } = merged
  return {
    host,
    port,
    grpcPort: merged.grpcPort,
    publicUrl: merged.publicUrl?.replace(/\/+$/, ''),
    personas: (merged.personas ?? defaultPersonas(workingFolder)).map((path) => resolve(workingFolder, path)),
    plugins: (merged.plugins ?? defaultPlugins(workingFolder)).map((path) => resolve(workingFolder, path)),
    pluginTimeout: milliseconds(merged.pluginTimeout ?? '10s'),
    defaultPersona: merged.defaultPersona,
    watch: merged.watch ?? true,
    state: merged.state,
    llmConfig: merged.llmConfig === undefined ? undefined : resolve(workingFolder, merged.llmConfig),
    defaultModel: merged.defaultModel,
    promptStrategy: merged.promptStrategy,
    defaultSolvers: merged.defaultSolvers ?? [],
    mcpConfig: merged.mcpConfig === undefined ? ownMcpConfig(workingFolder) : resolve(workingFolder, merged.mcpConfig),
    bodyLimit,
    maxTurns,
    conversations: readConversations(merged),
    shutdownGrace: milliseconds(merged.shutdownGrace ?? '10s'),
    requireKeys: merged.requireKeys ?? false,
    apiKeys: notBlank(merged.apiKeys),
    apiKeyHeader: merged.apiKeyHeader ?? 'x-api-key',
    awsKeys: notBlank(merged.awsKeys),
    openSurfaces: merged.openSurfaces ?? [],
    openManagement: merged.openManagement ?? false,
    anonymousRate: merged.anonymousRate,
    anonymousConcurrency: merged.anonymousConcurrency,
    corsOrigins: merged.corsOrigins ?? [],
    allowedHosts: merged.allowedHosts ?? [],
    toolTimeout: milliseconds(merged.toolTimeout ?? '30s'),
    toolConcurrency: merged.toolConcurrency ?? 0,
    maxResultBytes: merged.maxResultBytes ?? 0,
    toolStateKey: merged.toolStateKey,
    toolboxes: Object.fromEntries(
      Object.entries(merged.toolboxes ?? {}).map(([id, given]) => [id, readToolbox(given)]),
    ),
    surfaces: merged.surfaces ?? {},
    logLevel,
  }
}

/** What the later source says counts; of each surface, what it says of that. */
function merge(one: SettingsFile, other: SettingsFile): SettingsFile {
  const ids = Object.keys({ ...one.surfaces, ...other.surfaces })
  const surfaces = ids.map((id) => [id, { ...one.surfaces?.[id], ...other.surfaces?.[id] }])
  return { ...one, ...other, ...(ids.length === 0 ? {} : { surfaces: Object.fromEntries(surfaces) }) }
}

/** Where the state of a host that serves is kept. */
export function stateUrl({ state }: Settings): string {
  return state ?? 'file:./.dramatis/state.db'
}

function readConversations(merged: SettingsFile): ConversationSettings {
  return {
    ttl: milliseconds(merged.conversationTtl ?? '720h'),
    conversations: merged.maxConversations ?? 0,
    messages: merged.conversationMessages ?? 0,
    bytes: merged.conversationBytes ?? 0,
    mediaBytes: merged.conversationMediaBytes ?? 0,
    memoryBytes: merged.conversationMemoryBytes ?? 0,
  }
}

function readToolbox({ timeout, ...rest }: NonNullable<SettingsFile['toolboxes']>[string]): ToolboxSettings {
  return { ...rest, ...(timeout === undefined ? {} : { timeout: milliseconds(timeout) }) }
}

function ownMcpConfig(workingFolder: string): string | undefined {
  const own = join(workingFolder, 'mcp_config.json')
  return existsSync(own) ? own : undefined
}

/** A key of spaces would let everybody in who sends none. */
function notBlank(keys: readonly string[] = []): readonly string[] {
  return keys.map((key) => key.trim()).filter((key) => key !== '')
}

function defaultPersonas(workingFolder: string): readonly string[] {
  const own = join(workingFolder, 'personas')
  return [existsSync(own) ? own : join(packageFolder, 'personas')]
}

function defaultPlugins(workingFolder: string): readonly string[] {
  const own = join(workingFolder, 'plugins')
  return existsSync(own) ? [own] : []
}

async function readConfig(named: string | undefined, workingFolder: string) {
  const path = resolve(workingFolder, named ?? configName)
  if (named === undefined && !existsSync(path)) return undefined
  try {
    return { path, value: await readDocument(path) }
  } catch (error) {
    throw new RuntimeError('invalid-settings', `The configuration file ${path} cannot be read: ${messageOf(error)}.`)
  }
}

function sentence(problems: readonly string[]): string {
  const text = `Wrong settings: ${problems.join('; ')}`
  return text.endsWith('?') ? text : `${text}.`
}

/** What is wrong with the settings of one source. The copy takes the defaults, which no source must bring along. */
function problemsIn(value: unknown, where: string, nameOf: (key: string) => string): readonly string[] {
  return readable(check(structuredClone(value))).map(({ pointer, message }) => {
    const [key = '', ...rest] = pointer.slice(1).split('/')
    const item = rest.length > 0 ? `, item ${rest.join('.')},` : ''
    return pointer === '' ? `${where}: it ${message}` : `${where}: ${nameOf(key)}${item} ${message}`
  })
}

function readEnvironment(env: NodeJS.ProcessEnv): SettingsFile {
  const found: Record<string, unknown> = {}
  for (const [key, variable] of Object.entries(variables)) {
    const text = [variable].flat().flatMap((name) => env[name] || [])[0]
    if (text === undefined) continue
    found[key] = parseVariable(schema.properties[key]?.type, text)
  }
  return found // whatever is wrong with it, the check that follows says so
}

const booleans: Readonly<Record<string, boolean>> = {
  ...{ true: true, 1: true, yes: true },
  ...{ false: false, 0: false, no: false },
}

function parseVariable(type: unknown, text: string): unknown {
  const isNumber = type === 'integer' || (Array.isArray(type) && type.includes('number'))
  if (isNumber) return /^\d+$/.test(text) ? Number(text) : text
  if (type === 'boolean') return booleans[text.toLowerCase()] ?? text
  return type === 'array'
    ? text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : text
}

/** The one that is set: some have several spellings. */
function variableOf(key: string, env: NodeJS.ProcessEnv): string {
  const names: readonly string[] = Object.hasOwn(variables, key)
    ? [variables[key as keyof typeof variables]].flat()
    : []
  return names.find((name) => env[name]) ?? names[0] ?? key
}

/** Flags that may be repeated have the name of one thing. */
const repeatable: Readonly<Record<string, string>> = {
  personas: 'persona',
  corsOrigins: 'corsOrigin',
  allowedHosts: 'allowedHost',
  openSurfaces: 'openSurface',
}

function flagOf(key: string): string {
  return `--${(repeatable[key] ?? key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
