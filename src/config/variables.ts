import { suggestion } from '../core/text.ts'
import { readSchema } from './schemas.ts'
import type { SettingsFile } from './settings.gen.ts'

/** What the environment says. Whatever is wrong with it, the check that follows tells. */
export function readEnvironment(env: NodeJS.ProcessEnv): SettingsFile {
  const found: Record<string, unknown> = {}
  for (const [key, variable] of Object.entries(variables)) {
    const text = [variable].flat().flatMap((name) => (isServiceLink(env[name]) ? [] : env[name] || []))[0]
    if (text === undefined) continue
    found[key] = parseVariable(properties[key]?.type, text)
  }
  return found
}

/** Variables that are nearly a setting, each with a sentence. Others may be those that persona files ask for. */
export function misspeltIn(env: NodeJS.ProcessEnv): readonly string[] {
  const known: readonly string[] = Object.values(variables).flat()
  return Object.keys(env).flatMap((name) => {
    if (!name.startsWith('DRAMATIS_') || known.includes(name) || isOfService.test(name)) return []
    const near = suggestion(name, known)
    return near === '' ? [] : [`${name} is no setting${near}`]
  })
}

/** Kubernetes sets variables of its own where a service has the name "dramatis", and `DRAMATIS_PORT` is one of them. */
const isOfService = /^DRAMATIS_(?:SERVICE_|PORT_\d)/

function isServiceLink(text = ''): boolean {
  return /^(?:tcp|udp|sctp):\/\//.test(text)
}

/** The variable of a setting that is set: some have several spellings. */
export function variableOf(key: string, env: NodeJS.ProcessEnv): string {
  const names: readonly string[] = Object.hasOwn(variables, key)
    ? [variables[key as keyof typeof variables]].flat()
    : []
  return names.find((name) => env[name]) ?? names[0] ?? key
}

/** How a variable says yes and no; undefined where it says neither. */
export function booleanOf(text = ''): boolean | undefined {
  if (/^(?:true|1|yes)$/i.test(text)) return true
  return /^(?:false|0|no)$/i.test(text) ? false : undefined
}

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

const { properties } = readSchema('settings')

function parseVariable(type: unknown, text: string): unknown {
  const isNumber = type === 'integer' || (Array.isArray(type) && type.includes('number'))
  if (isNumber) return /^\d+$/.test(text) ? Number(text) : text
  if (type === 'boolean') return booleanOf(text) ?? text
  return type === 'array'
    ? text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : text
}
