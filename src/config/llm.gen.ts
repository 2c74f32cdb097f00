/* Made from the JSON Schema of the same name by `npm run types`; edit that one. */

/**
 * What `llm_config.json` may hold: the servers and settings of language models, for every persona that names none of its own.
 */
export interface LlmConfigFile {
  /**
   * Where this schema lies, for editors.
   */
  $schema?: string
  /**
   * The model of whoever names none: the `model` or `name` of an entry below, or any model of the server.
   */
  default_model?: string
  /**
   * The key of every entry that has none.
   */
  api_key?: string
  /**
   * The base URL of every entry that has none.
   */
  api_base?: string
  model_configs?: ({
    [k: string]: unknown
  } & {
    name?: string
    model?: string
    api_key?: string
    api_base?: string
    temperature?: number
    max_tokens?: number
    top_p?: number
    frequency_penalty?: number
    presence_penalty?: number
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^(//|x-)".
     */
    [k: string]: unknown
  })[]
  api_settings?: {
    /**
     * Seconds until the first word.
     */
    timeout?: number
    retry_attempts?: number
    /**
     * Seconds before the first retry.
     */
    retry_delay?: number
    log_requests?: boolean
    log_responses?: boolean
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^(//|x-)".
     */
    [k: string]: unknown
  }
}
