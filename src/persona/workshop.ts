import type { LlmConfig } from '../config/llm.ts'
import type { AskPersona } from '../core/host.ts'
import type { Log } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import type { ToolRules } from '../toolbox/rules.ts'
import type { ToolboxPolicies } from '../toolbox/toolkit.ts'
import type { Box } from '../toolbox/toolset.ts'
import type { PromptStrategy } from './voice.ts'

/** What personas are made with. */
export interface Workshop {
  readonly registry: Registry
  readonly log: Log
  readonly askPersona: AskPersona
  /** Settings of language models for personas that have none of their own. */
  readonly llm?: LlmConfig | undefined
  /** The chain of files that have none. */
  readonly defaultSolvers?: readonly string[] | undefined
  /** What becomes of clients' instructions, for personas that do not say. */
  readonly promptStrategy?: PromptStrategy | undefined
  /** What holds for calls of tools. */
  readonly toolRules?: ToolRules | undefined
  /** What the operator says of toolboxes. */
  readonly toolPolicies?: ToolboxPolicies | undefined
  /** The MCP servers of the host, which personas name among their toolboxes. They are closed by the host. */
  readonly servers?: readonly Box[] | undefined
  /** Of the host, as MCP servers are told it. */
  readonly version?: string | undefined
}
