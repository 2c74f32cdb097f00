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
   * What makes the chain go on to the next solver; `failure` is every one that the others do not name. A refusal is an answer, unless it is listed here.
   */
  fallthroughOn?: ('declined' | 'timeout' | 'rate-limit' | 'quota' | 'server-error' | 'failure' | 'refusal')[]
  /**
   * What language models are told before the conversation. Default: made of the name, the description and the fields of the character.
   */
  system_prompt?: string
  /**
   * What becomes of the instructions that a client sends: they are ignored, they replace those of the persona, or they are added to them. Default: ignore where the persona has instructions of its own.
   */
  system_prompt_strategy?: 'ignore' | 'replace' | 'append'
  /**
   * Facts of the character's life, by what they are.
   */
  personal_background?: {
    [k: string]: unknown
  }
  /**
   * How the character speaks: tone, vocabulary, speaking_style, common_phrases and whatever else.
   */
  language_style?: {
    tone?: string
    vocabulary?: string
    speaking_style?: string
    common_phrases?: string[]
    [k: string]: unknown
  }
  /**
   * What the character knows: topics by domain.
   */
  knowledge_domains?: {
    [k: string]: string[] | string
  }
  /**
   * How the character has spoken.
   */
  interaction_samples?: {
    type?: string
    content: string
    [k: string]: unknown
  }[]
  /**
   * Toolboxes whose tools its language models may call. Settings of a toolbox stand under its id.
   */
  toolboxes?: string[]
  /**
   * MCP servers whose tools its language models may call, by a name of your own, as in `mcp_config.json`. Those of that file are named under `toolboxes`.
   */
  mcpServers?: {
    [k: string]: {
      [k: string]: unknown
    }
  }
  /**
   * How often a language model may call tools in one turn before it must answer.
   */
  maxToolRounds?: number
  /**
   * Whether an answer found by rules or knowledge is put into the persona's own words by the first language model of its chain. It is given as it is where none can be reached.
   */
  restyle?: boolean
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
    | ('declined' | 'timeout' | 'rate-limit' | 'quota' | 'server-error' | 'failure' | 'refusal')[]
    | 'ignore'
    | 'replace'
    | 'append'
    | {
        [k: string]: unknown
      }
    | {
        tone?: string
        vocabulary?: string
        speaking_style?: string
        common_phrases?: string[]
        [k: string]: unknown
      }
    | {
        [k: string]: string[] | string
      }
    | {
        type?: string
        content: string
        [k: string]: unknown
      }[]
    | {
        [k: string]: {
          [k: string]: unknown
        }
      }
    | boolean
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
  /**
   * Asks the next solver too when this one has not spoken after that time; whoever speaks first answers. 0 asks both at once.
   */
  hedge?: string | number
  /**
   * How often it is asked again when its upstream fails or has had too many questions, all within `timeout`.
   */
  retries?: number
  /**
   * The longest pause before the first retry; it doubles with each, and chance shortens it. What the upstream says itself counts more.
   */
  retryDelay?: string | number
  [k: string]: unknown
}
