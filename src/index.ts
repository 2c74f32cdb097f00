/** The public API: what a plugin or an application imports by name. */
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
export type { Host } from './core/host.ts'
export { bodyParser, compileChecking, type FromSchema, fieldPath, type Problem } from './core/schema.ts'
export { cutBytes, estimateInput, estimateTokens, lastQuestion, nearest, slug, textOf } from './core/text.ts'
export { durationPattern, milliseconds } from './core/time.ts'
export { defineToolbox, type Tool, type Toolbox, type ToolboxDefinition, type ToolContext } from './core/toolbox.ts'
export type {
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
