import type { Turn } from '../../http/index.ts'

export interface OpenAiTurn extends Turn {
  includeUsage: boolean
  /** How many answers each prompt gets. */
  alternatives: number
  /** Texts that go before the answers, where the client wants its prompts echoed. */
  echo?: readonly string[]
  /** The client offered its tools as `functions`, and wants a call as `function_call`. */
  functions?: boolean
}
