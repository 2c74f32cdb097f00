/* Made from the JSON Schema of the same name by `npm run types`; edit that one. */

/**
 * What `dramatis.config.json` may hold. Flags and environment variables win over it.
 */
export interface SettingsFile {
  /**
   * Where this schema lies, for editors.
   */
  $schema?: string
  /**
   * The address to listen on.
   */
  host?: string
  /**
   * The port to listen on; 0 takes a free one.
   */
  port?: number
  /**
   * The port for gRPC, which A2A clients may speak; 0 takes a free one. Default: none.
   */
  grpcPort?: number
  /**
   * The URL that clients reach the host under, where it is behind a proxy.
   */
  publicUrl?: string
  /**
   * Persona files and folders of them. Default: `./personas`, or the bundled ones where there is none.
   */
  personas?: string[]
  /**
   * Folders of plugins, beside the installed packages. Default: `./plugins` where there is one.
   */
  plugins?: string[]
  /**
   * How long a plugin may take to load, and again to be set up: "10s", or a number of milliseconds.
   */
  pluginTimeout?: string | number
  /**
   * The id, name or alias of the persona that answers for unknown and empty model names.
   */
  defaultPersona?: string
  /**
   * Whether changes of persona files and of plugins in folders take effect at once.
   */
  watch?: boolean
  /**
   * Where conversations, tasks and keys are kept: `file:PATH`, `memory:` or `postgres://...`. Default of `serve`: `file:./.dramatis/state.db`.
   */
  state?: string
  /**
   * A file with the servers and settings of language models, for personas that have none of their own.
   */
  llmConfig?: string
  /**
   * The language model of personas that name none, in place of `default_model` in that file.
   */
  defaultModel?: string
  /**
   * The chain of persona files that have none. Default: such a file is wrong.
   */
  defaultSolvers?: string[]
  /**
   * What becomes of the instructions that clients send, for personas that do not say. Default: ignore.
   */
  promptStrategy?: 'ignore' | 'replace' | 'append'
  /**
   * A file of MCP servers whose tools are offered. Default: `./mcp_config.json` where there is one.
   */
  mcpConfig?: string
  /**
   * Bytes that the body of a request may have.
   */
  bodyLimit?: number
  /**
   * Answers that may be under way at the same time.
   */
  maxTurns?: number
  /**
   * How long a conversation, a response or a session is kept after it was last used.
   */
  conversationTtl?: string | number
  /**
   * Conversations that are kept; the ones that were used the longest ago go first.
   */
  maxConversations?: number
  /**
   * Messages of a conversation that are kept; the oldest turns go first, the latest always stays.
   */
  conversationMessages?: number
  /**
   * Bytes of a conversation's messages that are kept; the oldest turns go first, the latest always stays.
   */
  conversationBytes?: number
  /**
   * Bytes that an image, a sound or a file of a conversation may have to be kept; of a larger one stays a note.
   */
  conversationMediaBytes?: number
  /**
   * Bytes that solvers and tools may remember of one conversation.
   */
  conversationMemoryBytes?: number
  /**
   * How long answers that are under way may take to finish when the host closes.
   */
  shutdownGrace?: string | number
  /**
   * How long a tool may take: "30s", or a number of milliseconds.
   */
  toolTimeout?: string | number
  /**
   * Calls of one tool that may run at the same time; the others wait.
   */
  toolConcurrency?: number
  /**
   * Bytes that the text or the JSON of a tool's result may have; what is larger is shortened.
   */
  maxResultBytes?: number
  /**
   * Signs what a tool's questions leave with the caller, where several hosts share their callers.
   */
  toolStateKey?: string
  /**
   * What holds for a toolbox, by its id.
   */
  toolboxes?: {
    [k: string]: {
      /**
       * Whether it is served at all.
       */
      enabled?: boolean
      /**
       * Tools that may be called; `*` and `?` are wildcards. Default: all of them.
       */
      allow?: string[]
      /**
       * Tools that may not be called, whatever `allow` says.
       */
      deny?: string[]
      /**
       * In place of `toolTimeout`.
       */
      timeout?: string | number
      /**
       * In place of `toolConcurrency`.
       */
      concurrency?: number
      /**
       * In place of the setting of that name.
       */
      maxResultBytes?: number
      /**
       * The toolbox's own settings.
       */
      settings?: {
        [k: string]: unknown
      }
    }
  }
  /**
   * What holds for a surface, by its id.
   */
  surfaces?: {
    [k: string]: {
      /**
       * Whether it is served at all.
       */
      enabled?: boolean
      [k: string]: unknown
    }
  }
  /**
   * Whether calls need a key: one of `apiKeys`, or one that `dramatis keys add` has made.
   */
  requireKeys?: boolean
  /**
   * Keys that are good for everything. Keep them in the environment.
   */
  apiKeys?: string[]
  /**
   * A header that takes a key, beside `Authorization: Bearer` and those of the vendors.
   */
  apiKeyHeader?: string
  /**
   * What AWS clients may sign with: `ID:SECRET` each. Keep them in the environment.
   */
  awsKeys?: string[]
  /**
   * Whether callers without a key may edit personas and list what others have left behind from other machines too.
   */
  openManagement?: boolean
  /**
   * Surfaces that need no key where the others do, such as `a2a` and `metrics`.
   */
  openSurfaces?: string[]
  /**
   * Requests a minute from one address, of callers without a key. Default: no limit.
   */
  anonymousRate?: number
  /**
   * Requests under way at once from one address, of callers without a key. Default: no limit.
   */
  anonymousConcurrency?: number
  /**
   * Names that clients may reach tools under, beside this machine's, IP addresses and the public URL; `*` is every one.
   */
  allowedHosts?: string[]
  /**
   * Origins whose pages may call the host; `*` is every one. Default: pages served from this machine.
   */
  corsOrigins?: string[]
  /**
   * What is written to the log.
   */
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}
