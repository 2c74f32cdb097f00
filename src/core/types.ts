/** The canonical model: what every surface decodes into and every solver answers with. No vendor's words here. */

import type { Waiting } from './waiting.ts'

export type MaybePromise<T> = T | Promise<T>

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A JSON Schema document, read but never interpreted by the types. */
export type JsonSchema = { readonly [key: string]: unknown }

export type MediaKind = 'image' | 'audio' | 'file'

export type Part =
  | { type: 'text'; text: string }
  /** `opaque` is what a vendor wants back unread, such as a signature. */
  | { type: 'reasoning'; text: string; opaque?: unknown }
  | { type: MediaKind; mediaType: string; data: Uint8Array | URL; name?: string }
  | { type: 'data'; data: unknown }
  /** In an assistant message, where it stood. */
  | { type: 'call'; call: ToolCall }

export type Message =
  | { role: 'system' | 'user' | 'assistant'; parts: readonly Part[] }
  | { role: 'tool'; callId: string; name?: string; parts: readonly Part[]; failed?: boolean }

export type ToolChoice = 'auto' | 'none' | 'required' | { name: string }

export interface ToolCall {
  id: string
  name: string
  input: unknown
  opaque?: unknown
}

export interface ToolSpec {
  name: string
  description: string
  title?: string
  input: JsonSchema
  output?: JsonSchema
  annotations?: { readOnly?: boolean; destructive?: boolean; idempotent?: boolean; openWorld?: boolean }
}

/** What a client asks of the wording. The host applies `stop` and `maxTokens` where the solver does not. */
export interface Limits {
  maxTokens?: number
  stop?: readonly string[]
  temperature?: number
  topP?: number
  topK?: number
  seed?: number
  presencePenalty?: number
  frequencyPenalty?: number
}

/** One question to a persona, already translated out of whatever protocol carried it. */
export interface ChatRequest {
  /** Text of the last user message, for solvers that need no more. */
  question: string
  /** The client's own id for that message, where it gives one. */
  messageId?: string
  /** The whole conversation, oldest first. */
  messages: readonly Message[]
  /** Offered by the client. */
  tools?: readonly ToolSpec[]
  toolChoice?: ToolChoice
  parallelToolCalls?: boolean
  /** The client wants JSON, of this schema where one is given. */
  output?: { schema?: JsonSchema }
  reasoning?: { effort?: string; budget?: number }
  limits?: Limits
  /** BCP 47. Absent: the persona's own language. */
  lang?: string
  /** Absent: the client keeps the history itself. */
  conversation?: string
  user?: string
}

export interface Usage {
  inputTokens: number
  outputTokens: number
  cachedTokens?: number
  reasoningTokens?: number
  /** True where the numbers come from `estimateTokens` and not from a model. */
  estimated?: boolean
}

/** Where an answer comes from. `start` and `end` are offsets into its text, in UTF-16 code units. */
export interface Source {
  title: string
  url?: string
  start?: number
  end?: number
}

/** `input-required`: the user is to say more. `auth-required`: the user is to sign in somewhere first. */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'refusal' | 'input-required' | 'auth-required'

/** What a persona says: one `start`, then anything, then one `finish`. */
export type ChatEvent =
  | ({ type: 'start'; id: string; persona: string; solver: string } & Quality)
  /** `refusal`: these words say no. A `finish` of that reason follows. What the first words say of their quality counts. */
  | ({ type: 'text-delta'; text: string; refusal?: true } & Quality)
  | { type: 'reasoning-delta'; text: string; opaque?: unknown }
  /** May come before its `tool-call`. */
  | { type: 'tool-input-delta'; id: string; name: string; text: string }
  | { type: 'tool-call'; call: ToolCall }
  | { type: 'source'; source: Source }
  | { type: 'part'; part: Part; artifact?: { id: string; name?: string; append?: boolean; last?: boolean } }
  /** What it is busy with. */
  | { type: 'status'; text: string }
  /** `untracked`: nobody will look this up again; protocols that keep tasks answer with a message where they still can. */
  | { type: 'finish'; reason: FinishReason; stopSequence?: string; usage?: Usage; untracked?: true }

/** `choice` tells which of the requests an event answers, where a call has several. */
export type TurnEvent = ChatEvent & { choice?: number }

/** What a solver may say; the host itself says `start`. */
export type SolverEvent = Exclude<ChatEvent, { type: 'start' }>

/** How good an answer is. `confidence` is 0 to 1. A `weak` one is used only when no later solver has a better one. */
export interface Quality {
  confidence?: number
  weak?: boolean
}

/** A finished reply. */
export interface Reply extends Quality {
  text: string
  sources?: readonly Source[]
}

/** What a solver may return. To say nothing at all is to decline: the next solver is asked. */
export type Answer = string | Reply | null | undefined | AsyncIterable<string | SolverEvent>

/** JSON values kept per persona and conversation. Without a conversation they live for the turn. */
export interface Memory {
  get(key: string): MaybePromise<Json | undefined>
  set(key: string, value: Json): MaybePromise<void>
  delete(key: string): MaybePromise<void>
}

/** The shape of a pino logger, as far as plugins and the host use it. */
export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** What a solver may use while it works. */
export interface Context extends Waiting {
  /** Aborts when nobody waits any more: the client left, or a time limit passed. */
  readonly signal: AbortSignal
  readonly log: Log
  readonly tools: readonly ToolSpec[]
  readonly memory: Memory
  /** BCP 47, never empty. */
  readonly lang: string
  /** The persona's, by its IANA name. */
  readonly timezone: string
  /** Whether the client hears nothing before the answer is complete. */
  readonly whole: boolean
}

export interface EmbedRequest {
  inputs: readonly string[]
  dimensions?: number
  purpose?: string
}

export interface Embeddings {
  vectors: readonly Float32Array[]
  usage?: Usage
}

/**
 * `voice`: the persona's instructions, as a system message. `tools`: calls those that the request offers. `reasoning`:
 * tells what it thinks.
 */
export type Ability = 'voice' | 'tools' | 'reasoning'

/** Answers a request, or declines by saying nothing. Keeps no state of a conversation in itself. */
export interface Solver {
  /** Media it can read. A question that carries another kind passes it by, with that reason in the trace. */
  accepts?: readonly MediaKind[]
  /** Limits it applies itself; the host applies `stop` and `maxTokens` to everybody else's words. */
  applies?: readonly ('stop' | 'maxTokens')[]
  /** What of a request it makes use of beyond the question. The host gives nobody else the voice, or tools. */
  uses?: readonly Ability[]
  /** Its own instructions, in place of the persona's. */
  prompt?: string
  /** What it depends on, such as the address of a server: solvers with the same upstream share a circuit breaker. */
  upstream?: string
  /** Personas that it puts questions to, by id, name or alias. A circle of them is refused when they are loaded. */
  asks?: readonly string[]
  solve(request: ChatRequest, context: Context): MaybePromise<Answer>
  embed?(request: EmbedRequest, context: Context): MaybePromise<Embeddings>
  close?(): MaybePromise<void>
}
