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
import { readEnvironment, variableOf } from './variables.ts'

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

const check = compileFilling(readSchema('settings'))
const configName = 'dramatis.config.json'

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
