import { type Definition, define, type PluginDefinition } from './define.ts'
import type { Host } from './host.ts'
import type { FromSchema } from './schema.ts'
import type { StandardSchema } from './standard-schema.ts'
import type { ChatRequest, JsonSchema, Log, MaybePromise, Memory, Message, ToolSpec } from './types.ts'

/** What not every caller can do for a tool: answer a question, let its model write, tell the folders it works in. */
export type ToolAbility = 'ask' | 'sample' | 'roots'

/** What a tool may use while it runs. */
export interface ToolContext {
  /** Aborts when nobody waits any more: the caller left, a time limit passed, or the call is over. */
  readonly signal: AbortSignal
  readonly log: Log
  /** Of the conversation that the call belongs to. Outside of one it lives for the call. */
  readonly memory: Memory
  /** Tells whoever waits how far it is; `total` in the unit of `done`, where it is known. */
  progress(done: number, total?: number, message?: string): MaybePromise<void>
  supports(ability: ToolAbility): boolean
  /**
   * What the caller answers to a question, in the shape of `schema`. Where there is no answer yet, the call ends here
   * and runs again from its beginning when there is one: do nothing before it that must not happen twice, or do it in
   * `once`. Ask several at a time with `Promise.all`. The key tells answers apart where the order of questions may
   * change from one run to the next; by default they are counted.
   * @throws Error where the caller declines, or cannot be asked
   */
  ask(message: string, schema: JsonSchema, key?: string): Promise<unknown>
  /** Runs once however often the call is run again, and gives the same JSON value each time. */
  once<T>(key: string, run: () => MaybePromise<T>): Promise<T>
  /** What the caller's own language model says. It runs the call again, like `ask`. */
  sample(request: ChatRequest, key?: string): Promise<string>
  /** The folders that the caller works in, as URIs. It runs the call again, like `ask`. */
  roots(): Promise<readonly string[]>
}

/** JSON Schema, or any Standard Schema: Zod, Valibot, ArkType and others. */
export type ToolSchema = JsonSchema | StandardSchema

/**
 * A tool, with what it does. `input` is checked against its schema and has the schema's defaults when it comes to
 * `run`, so a parameter may have the type that the schema describes. What is returned is sent as text and as JSON;
 * return `toolResult(...)` for media. Throw an error whose message the caller can act on.
 */
export interface Tool extends Omit<ToolSpec, 'input' | 'output'> {
  /** Describes an object. */
  input: ToolSchema
  output?: ToolSchema
  run(input: unknown, context: ToolContext): MaybePromise<unknown>
}

/** Something to read, at an address of its own. */
export interface Resource {
  uri: string
  name: string
  title?: string
  description?: string
  mediaType?: string
  read(context: ToolContext): MaybePromise<string | Uint8Array>
}

/** Resources whose addresses follow a URI template (RFC 6570), such as `notes://{day}`. */
export interface ResourceTemplate {
  uriTemplate: string
  name: string
  title?: string
  description?: string
  mediaType?: string
  read(variables: Readonly<Record<string, string>>, context: ToolContext): MaybePromise<string | Uint8Array>
  /** What a variable may be, of which `value` has been written. */
  complete?(variable: string, value: string): MaybePromise<readonly string[]>
}

/** A text for a language model, that somebody picks from a list. */
export interface Prompt {
  name: string
  title?: string
  description?: string
  arguments?: readonly PromptArgument[]
  render(given: Readonly<Record<string, string>>, context: ToolContext): MaybePromise<string | readonly Message[]>
}

export interface PromptArgument {
  name: string
  description?: string
  required?: boolean
  complete?(value: string): MaybePromise<readonly string[]>
}

/** What of a toolbox may change while it is open: one of its lists, or what is read at an address. */
export type ToolboxChange = 'tools' | 'resources' | 'prompts' | { uri: string }

/** A set of tools. Keeps no state of a conversation in itself. */
export interface Toolbox {
  readonly tools: readonly Tool[]
  readonly resources?: readonly Resource[]
  readonly templates?: readonly ResourceTemplate[]
  readonly prompts?: readonly Prompt[]
  /** Tells of changes. Returns how to stop. */
  watch?(changed: (what: ToolboxChange) => void): () => void
  close?(): MaybePromise<void>
}

export type ToolboxDefinition = PluginDefinition<'toolbox', Toolbox>

/** The default export of a toolbox plugin. */
export function defineToolbox<const S extends JsonSchema = { readonly type: 'object' }>(
  definition: Definition<S, Toolbox, Host>,
): ToolboxDefinition {
  return define('toolbox', definition)
}

/** The type of what comes out of a schema: its JSON with defaults, or a Standard Schema's output. */
export type FromToolSchema<S> = S extends StandardSchema<infer Output> ? Output : FromSchema<S>

/** A tool whose `run` has the type that its input schema describes. It is returned as it is. */
export function defineTool<const I extends ToolSchema>(
  tool: Omit<Tool, 'input' | 'run'> & {
    input: I
    run(input: FromToolSchema<I>, context: ToolContext): MaybePromise<unknown>
  },
): Tool {
  return tool
}
