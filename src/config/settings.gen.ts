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
   * Bytes that the body of a request may have.
   */
  bodyLimit?: number
  /**
   * Answers that may be under way at the same time.
   */
  maxTurns?: number
  /**
   * Origins whose pages may call the host; `*` is every one. Default: pages served from this machine.
   */
  corsOrigins?: string[]
  /**
   * What is written to the log.
   */
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}
