import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { compileFilling } from '../core/schema.ts'
import { milliseconds } from '../core/time.ts'
import { readDocument } from './document.ts'
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
  readonly bodyLimit: number
  readonly maxTurns: number
  readonly shutdownGrace: number
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

/** What holds for one toolbox; what is absent is as for all of them. */
export type ToolboxSettings = Omit<NonNullable<SettingsFile['toolboxes']>[string], 'timeout'> & { timeout?: number }

export interface SettingsSources {
  /** What the command line says; it wins. */
  flags?: SettingsFile
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
  host: 'DRAMATIS_HOST',
  port: 'DRAMATIS_PORT',
  grpcPort: 'DRAMATIS_GRPC_PORT',
  publicUrl: 'DRAMATIS_PUBLIC_URL',
  personas: 'DRAMATIS_PERSONAS',
  plugins: 'DRAMATIS_PLUGINS',
  pluginTimeout: 'DRAMATIS_PLUGIN_TIMEOUT',
  defaultPersona: 'DRAMATIS_DEFAULT_PERSONA',
  watch: 'DRAMATIS_WATCH',
  state: 'DRAMATIS_STATE',
  llmConfig: ['DRAMATIS_LLM_CONFIG', 'LLM_CONFIG_PATH'],
  bodyLimit: 'DRAMATIS_BODY_LIMIT',
  maxTurns: 'DRAMATIS_MAX_TURNS',
  shutdownGrace: 'DRAMATIS_SHUTDOWN_GRACE',
  corsOrigins: 'DRAMATIS_CORS_ORIGINS',
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
  const { flags = {}, env = process.env, workingFolder = process.cwd() } = sources
  const file = await readConfig(sources.configFile, workingFolder)
  const fromEnv = readEnvironment(env)
  const problems = [
    ...problemsIn(flags, 'on the command line', flagOf),
    ...problemsIn(fromEnv, 'in the environment', variableOf),
    ...(file ? problemsIn(file.value, `in ${file.path}`, (key) => `"${key}"`) : []),
  ]
  if (problems.length > 0) throw new RuntimeError('invalid-settings', sentence(problems))
  const merged: SettingsFile = { ...(file?.value as SettingsFile | undefined), ...fromEnv, ...flags } // all checked
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
    bodyLimit,
    maxTurns,
    shutdownGrace: milliseconds(merged.shutdownGrace ?? '10s'),
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

/** Where the state of a host that serves is kept. */
export function stateUrl({ state }: Settings): string {
  return state ?? 'file:./.dramatis/state.db'
}

function readToolbox({ timeout, ...rest }: NonNullable<SettingsFile['toolboxes']>[string]): ToolboxSettings {
  return { ...rest, ...(timeout === undefined ? {} : { timeout: milliseconds(timeout) }) }
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

const booleans: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false }

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

function variableOf(key: string): string {
  const names = Object.hasOwn(variables, key) ? variables[key as keyof typeof variables] : key
  return [names].flat().join(' or ')
}

/** Flags that may be repeated have the name of one thing. */
const repeatable: Readonly<Record<string, string>> = {
  personas: 'persona',
  corsOrigins: 'corsOrigin',
  allowedHosts: 'allowedHost',
}

function flagOf(key: string): string {
  return `--${(repeatable[key] ?? key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
