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
   * Bytes that the body of a request may have.
   */
  bodyLimit?: number
  /**
   * Answers that may be under way at the same time.
   */
  maxTurns?: number
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
