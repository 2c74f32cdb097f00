import { randomBytes } from 'node:crypto'

/** What holds for the calls of a tool. */
export interface ToolRules {
  /** How long a call may take, in milliseconds. */
  readonly timeout: number
  /** Calls that may run at the same time; the others wait. */
  readonly concurrency: number
  /** Bytes of text or JSON that a result may have. */
  readonly maxResultBytes: number
  /** Signs what a call remembers from one run to the next. */
  readonly stateKey: string | Uint8Array
}

/** The state of a call can be read by the process that signed it, unless its operator sets a key. */
const ownKey = randomBytes(32)

export const defaultRules: ToolRules = {
  timeout: 30_000,
  concurrency: 100,
  maxResultBytes: 256 * 1024,
  stateKey: ownKey,
}

interface RuleSettings {
  readonly toolTimeout: number
  readonly toolConcurrency: number
  readonly maxResultBytes: number
  readonly toolStateKey: string | undefined
}

/** The rules that the settings of the host give to all tools. */
export function rulesOf({ toolTimeout, toolConcurrency, maxResultBytes, toolStateKey }: RuleSettings): ToolRules {
  const stateKey = toolStateKey ?? ownKey
  return { timeout: toolTimeout, concurrency: toolConcurrency, maxResultBytes, stateKey }
}
