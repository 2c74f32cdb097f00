/** The public API: what a plugin or an application imports by name. */
export { bounded, isOutOfTime } from './core/bounded.ts'
export { boundToCaller, type Caller, currentCaller, onBehalfOf, visitor } from './core/caller.ts'
export { type Channel, channels, type RequestDone, type ToolCalled } from './core/channels.ts'
export type { ConversationInfo, Conversations, KeptConversation, KeptMessage } from './core/conversations.ts'
export { defineSolver, type SolverDefinition } from './core/define.ts'
export {
  catalogue,
  type ErrorCode,
  type ErrorOptions,
  isRuntimeError,
  messageOf,
  RuntimeError,
  toRuntimeError,
} from './core/errors.ts'
export type { AskPersona, Host, SolverHost } from './core/host.ts'
export { primaryLanguage } from './core/language.ts'
export { addressOf, base64Of } from './core/media.ts'
export type { PersonaDocument, PersonaEditor, PersonaIssue } from './core/persona-editor.ts'
export { bodyParser, compileChecking, type FromSchema, fieldPath, type Problem } from './core/schema.ts'
export { type FailureKind, isSolverError, SolverError } from './core/solver-error.ts'
export type { StandardIssue, StandardResult, StandardSchema } from './core/standard-schema.ts'
export type { Migration, Store, Tables } from './core/store.ts'
export { sweeping } from './core/sweep.ts'
export { cutBytes, estimateInput, estimateTokens, lastQuestion, nearest, slug, textOf } from './core/text.ts'
export { durationPattern, milliseconds } from './core/time.ts'
export { type CallBody, readCall } from './core/tool-call.ts'
export { isToolResult, plainResult, resultText, type ToolResult, toolResult } from './core/tool-result.ts'
export {
  defineTool,
  defineToolbox,
  type FromToolSchema,
  type Prompt,
  type PromptArgument,
  type Resource,
  type ResourceTemplate,
  type Tool,
  type ToolAbility,
  type Toolbox,
  type ToolboxChange,
  type ToolboxDefinition,
  type ToolContext,
  type ToolSchema,
} from './core/toolbox.ts'
export type {
  Attempt,
  InputAnswer,
  InputRequest,
  ServedTool,
  ToolAnswer,
  ToolOutcome,
  ToolSession,
  Toolset,
} from './core/toolset.ts'
export type { ToolStep, TraceStep, TurnTrace } from './core/trace.ts'
export type {
  Ability,
  Answer,
  ChatEvent,
  ChatRequest,
  Context,
  Embeddings,
  EmbedRequest,
  FinishReason,
  Json,
  JsonSchema,
  Limits,
  Log,
  MaybePromise,
  MediaKind,
  Memory,
  Message,
  Part,
  Quality,
  Reply,
  Solver,
  SolverEvent,
  Source,
  ToolCall,
  ToolChoice,
  ToolSpec,
  TurnEvent,
  Usage,
} from './core/types.ts'
export { sumUsage } from './core/usage.ts'
export type { Waiting } from './core/waiting.ts'
