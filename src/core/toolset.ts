import type { Prompt, Resource, ResourceTemplate, ToolAbility, ToolboxChange, ToolContext } from './toolbox.ts'
import type { ChatRequest, Json, JsonSchema, Log, MaybePromise, Memory, Part, ToolSpec } from './types.ts'

/** A tool as callers see it. */
export interface ServedTool {
  /** What it is called by, unique among all tools that are served together. */
  readonly name: string
  /** The id of its toolbox. */
  readonly toolbox: string
  /** What there is to tell of it, under that name, and with its schemas as JSON Schema. */
  readonly spec: ToolSpec
}

/** What a tool wants to know before it can go on. `key` tells the answers of one call apart. */
export type InputRequest =
  | { readonly kind: 'ask'; readonly key: string; readonly message: string; readonly schema: JsonSchema }
  | { readonly kind: 'sample'; readonly key: string; readonly request: ChatRequest }
  | { readonly kind: 'roots'; readonly key: string }

/** What the caller says to it: `sample` is a text, `roots` are URIs. */
export type InputAnswer = { readonly accepted: true; readonly value: unknown } | { readonly accepted: false }

/** The side of whoever calls: what a protocol brings along for one call. */
export interface ToolSession {
  readonly signal: AbortSignal
  readonly log: Log
  readonly memory: Memory
  /** Who calls, for the log: `http`, `mcp`, `persona`, `command`. */
  readonly caller: string
  /** What the caller can do for a tool. */
  readonly abilities?: readonly ToolAbility[]
  /** What the caller has answered since the last run, by key. */
  readonly answers?: Readonly<Record<string, InputAnswer>>
  /** What came with the requests of the last run, as it was. */
  readonly state?: string | undefined
  progress?(done: number, total?: number, message?: string): MaybePromise<void>
  /** Hears what a tool logs, beside the host's log. */
  onLog?(level: keyof Log, message: string, details: object): void
}

/** A run that is over, or that goes on when the caller has answered. Pass `state` on unread, it is signed. */
export type Attempt<T> =
  | ({ readonly kind: 'result' } & T)
  | { readonly kind: 'ask'; readonly requests: readonly InputRequest[]; readonly state: string }

/**
 * What a tool answered: parts to show, and JSON for programs where it is no mere text. `shortened` tells what was
 * left out of it.
 */
export interface ToolAnswer {
  readonly parts: readonly Part[]
  readonly structured?: Json
  readonly shortened?: string
}

export type ToolOutcome = Attempt<ToolAnswer>

/** Tools that are served together: those of every toolbox of the host, or those of one persona. Always in the same order. */
export interface Toolset {
  readonly tools: readonly ServedTool[]
  readonly resources: readonly Resource[]
  readonly templates: readonly ResourceTemplate[]
  readonly prompts: readonly Prompt[]
  /** Undefined where all of them are known; else a promise, to be waited for before they are listed. It never rejects. */
  ready?(): Promise<void> | undefined
  /** @throws RuntimeError `not-found` that says which tool may be meant */
  get(name: string): ServedTool
  /**
   * Checks an input and calls the tool. `query` are arguments beside the input, as texts: they become what the schema
   * wants, and the input wins over them.
   * @throws RuntimeError `not-found`; `invalid-request` with `problems`; `timeout`, `overloaded`, `cancelled`;
   * `tool-failed` with the tool's own message; `plugin-failed` for an output that is not as promised
   */
  call(name: string, input: unknown, session: ToolSession, options?: { query?: object }): Promise<ToolOutcome>
  /** Runs something else that may ask, such as reading a resource or rendering a prompt, which `subject` names. */
  attempt<T>(
    subject: string,
    session: ToolSession,
    run: (context: ToolContext) => MaybePromise<T>,
  ): Promise<Attempt<{ readonly value: T }>>
  /** Tells of changes of these lists. Returns how to stop. */
  onChange(listener: (what: ToolboxChange) => void): () => void
}
