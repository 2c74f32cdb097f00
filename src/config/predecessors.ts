import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SettingsFile } from './settings.gen.ts'
import { booleanOf } from './variables.ts'

/** Systems whose deployments the host takes over with `--as`. */
export const predecessors = ['ovos-persona-server', 'persona-agent'] as const
export type Predecessor = (typeof predecessors)[number]

/** Where that system listens, what it leaves open, and where it looks for files. Everything else wins over it. */
export function defaultsOf(system: Predecessor, workingFolder: string): SettingsFile {
  switch (system) {
    case 'persona-agent': {
      const first = (...paths: readonly string[]) => paths.find((path) => existsSync(join(workingFolder, path)))
      const personas = first('examples/personas', 'personas')
      const llmConfig = first('config/llm_config.json')
      const mcpConfig = first('config/mcp_config.json')
      return {
        port: 8000,
        apiKeyHeader: 'X-API-Key',
        defaultSolvers: ['openai'],
        corsOrigins: ['*'],
        openSurfaces: ['a2a'],
        openManagement: true,
        ...(personas === undefined ? {} : { personas: [personas] }),
        ...(llmConfig === undefined ? {} : { llmConfig }),
        ...(mcpConfig === undefined ? {} : { mcpConfig }),
        surfaces: { health: { details: true } },
      }
    }
    case 'ovos-persona-server':
      return { host: '0.0.0.0', corsOrigins: ['*'], surfaces: { mcp: { enabled: false } } }
  }
}

/** Variables of these systems that are no setting of the same meaning. */
export function foreignVariables(env: NodeJS.ProcessEnv): SettingsFile {
  return {
    ...(booleanOf(env.API_DEBUG) === true ? { logLevel: 'debug' } : {}),
    ...(booleanOf(env.API_ENABLE_CORS) === false ? { corsOrigins: [] } : {}),
    ...(env.API_PREFIX ? { surfaces: { api: { prefix: env.API_PREFIX } } } : {}),
  }
}

/** Variables of these systems that do nothing here, and why. */
export const idleVariables: Readonly<Record<string, string>> = {
  TEXT_EMBEDDINGS_PLUGIN: 'a persona embeds through a solver of its own that can',
  EMBEDDINGS_DB_PLUGIN: 'files and vector stores are kept in the state of the host',
  EMBEDDINGS_MODEL: 'a solver that embeds names its model itself',
  EMBEDDINGS_URL: 'a solver that embeds has its "baseUrl" in the persona file',
  EMBEDDINGS_KEY: 'a solver that embeds has its "apiKey" in the persona file',
  FILE_STORAGE_PATH: 'files are kept in the state of the host; see --state',
  FILE_STORAGE_STRATEGY: 'files are kept in the state of the host; see --state',
  CHAT_MEMORY: 'a client that wants a conversation kept names it, in its own field or with "x-conversation-id"',
}

/** Those of them that are set, each with its reason. */
export function idleIn(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(idleVariables).flatMap(([name, reason]) => {
    if (!env[name] || (name === 'CHAT_MEMORY' && env[name] === 'off')) return []
    return [`${name} has no effect: ${reason}.`]
  })
}
