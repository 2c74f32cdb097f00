/* Made from the JSON Schema of the same name by `npm run types`; edit that one. */

/**
 * A persona: a name, a description and a chain of solvers, asked in order until one answers. The settings of a solver stand under its id.
 */
export interface PersonaFile {
  /**
   * Where this schema lies, for editors.
   */
  $schema?: string
  /**
   * What URLs call the persona. Default: made of the file's name.
   */
  id?: string
  /**
   * What people and model lists call it. Default: the file's name without its ending.
   */
  name?: string
  /**
   * One or two sentences about what it is good at.
   */
  description?: string
  /**
   * Other model names that it answers to. `*` stands for any text and `?` for one character.
   */
  aliases?: string[]
  /**
   * Plugin ids in the order in which they are asked.
   *
   * @minItems 1
   */
  solvers?: string[]
  /**
   * Another spelling of `solvers`.
   *
   * @minItems 1
   */
  handlers?: string[]
  /**
   * A chain of this one solver.
   */
  chat_module?: string
  /**
   * The language it speaks where a request names none, as a BCP 47 tag.
   */
  lang?: string
  /**
   * The time zone it lives in, by its IANA name, such as Europe/Berlin. Default: that of the machine.
   */
  timezone?: string
  /**
   * How long a whole turn may take.
   */
  deadline?: string | number
  /**
   * What makes the chain go on to the next solver. A refusal is an answer, unless it is listed here.
   */
  fallthroughOn?: ('declined' | 'timeout' | 'failure' | 'refusal')[]
  /**
   * The settings of a solver, under its id or one of its aliases.
   */
  [k: string]:
    | {
        enabled?: boolean
        [k: string]: unknown
      }
    | string
    | string[]
    | number
    | ('declined' | 'timeout' | 'failure' | 'refusal')[]
    | undefined
}
/**
 * Settings that every solver's block may carry, beside those of the plugin itself.
 *
 * This interface was referenced by `PersonaFile`'s JSON-Schema
 * via the `definition` "linkSettings".
 */
export interface LinkSettings {
  /**
   * False leaves the solver out of the chain.
   */
  enabled?: boolean
  /**
   * How long it may take until its first word.
   */
  timeout?: string | number
  /**
   * How long it may pause between words.
   */
  idleTimeout?: string | number
  /**
   * A reply with less confidence is a decline. A reply that names none counts as certain.
   */
  minConfidence?: number
  /**
   * Leaves the solver alone after it has failed several times in a row.
   */
  breaker?: {
    /**
     * How many in a row.
     */
    failures?: number
    /**
     * For how long.
     */
    coolDown?: string | number
  }
  [k: string]: unknown
}
