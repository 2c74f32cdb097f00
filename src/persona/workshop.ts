import type { LlmConfig } from '../config/llm.ts'
import type { AskPersona } from '../core/host.ts'
import type { Log } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import type { ToolRules } from '../toolbox/rules.ts'
import type { ToolboxPolicies } from '../toolbox/toolkit.ts'

/** What personas are made with. */
export interface Workshop {
  readonly registry: Registry
  readonly log: Log
  readonly askPersona: AskPersona
  /** Settings of language models for personas that have none of their own. */
  readonly llm?: LlmConfig | undefined
  /** What holds for calls of tools. */
  readonly toolRules?: ToolRules | undefined
  /** What the operator says of toolboxes. */
  readonly toolPolicies?: ToolboxPolicies | undefined
}
