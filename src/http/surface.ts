import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Caller } from '../core/caller.ts'
import type { Conversations } from '../core/conversations.ts'
import { define, type PluginDefinition } from '../core/define.ts'
import type { RuntimeError } from '../core/errors.ts'
import type { Host } from '../core/host.ts'
import type { PersonaEditor } from '../core/persona-editor.ts'
import type { FromSchema } from '../core/schema.ts'
import type { Store } from '../core/store.ts'
import type { Toolset } from '../core/toolset.ts'
import type { TurnTrace } from '../core/trace.ts'
import type {
  Ability,
  ChatRequest,
  Embeddings,
  EmbedRequest,
  JsonSchema,
  MaybePromise,
  MediaKind,
  Memory,
  TurnEvent,
} from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import type { HostKeys } from './gate.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One wire protocol: routes that decode requests and encode events. It never meets a solver. */
export interface Surface {
  readonly routes: readonly Route[]
  /** Where its paths begin; a request under one of them that fails gets its error in this protocol's form. */
  readonly prefixes: readonly string[]
  /** The vendor's own header for the request's id, beside `x-request-id`. */
  readonly requestIdHeader?: string
  /** OpenAPI of paths that nobody knows before somebody asks, such as one for each tool. */
  described?(): MaybePromise<Described>
  /** Any error of the catalogue in the protocol's own envelope. */
  error(error: RuntimeError, call: CallLine): ErrorAnswer
  /** Called when the host listens, its URL is known and every surface is there. */
  start?(): MaybePromise<void>
  /**
   * Called when the host begins to close: end what would never end by itself, such as streams that wait for changes. What
   * comes through no route may be waited for here, as long as open answers are.
   */
  stop?(): MaybePromise<void>
  close?(): MaybePromise<void>
}

export interface Route {
  readonly method: Method
  /** find-my-way's syntax: `/models/:id`. */
  readonly path: string
  /** What the API page says of it; a route without it is not listed. */
  readonly docs?: OperationDocs
  /** Whether it needs no key, where the others do. */
  readonly open?: boolean
  handle(exchange: Exchange): MaybePromise<void>
}

/** An OpenAPI 3.1 operation, as far as a route knows it. */
export interface OperationDocs {
  summary: string
  request?: JsonSchema
  /** By status. */
  responses?: Readonly<Record<string, { description: string; content?: JsonSchema }>>
  deprecated?: boolean
}

/** Parts of an OpenAPI document: path items by their path, and schemas for `#/components/schemas`. */
export interface Described {
  readonly paths: Readonly<Record<string, object>>
  readonly schemas: Readonly<Record<string, JsonSchema>>
}

/** What is known of a call before its body is read. */
export interface CallLine {
  readonly method: string
  readonly path: string
  readonly requestId: string
}

export interface ErrorAnswer {
  status: number
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON, or as plain text where it is a string. */
  body: unknown
}

/** As much of a request as tells where it comes from. */
export interface Asking {
  readonly request: Pick<Exchange['request'], 'headers'>
}

/** One HTTP request and the response to it, over HTTP/1.1 or HTTP/2. */
export interface Exchange extends CallLine, Waiting {
  readonly request: IncomingMessage | Http2ServerRequest
  readonly response: ServerResponse | Http2ServerResponse
  readonly params: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  /** Whose key it came with. */
  readonly caller: Caller
  /** Aborts when the client leaves before the response is complete. */
  readonly signal: AbortSignal
  /** Adds a header to the response, whoever sends it. */
  header(name: string, value: string): void
  /** @throws RuntimeError `body-too-large`, `unsupported-encoding`, `cancelled` */
  body(): Promise<Buffer>
  /** The body as JSON, whatever its content type says. @throws RuntimeError `invalid-request` and those of `body` */
  json(): Promise<unknown>
  send(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array): void
  sendJson(status: number, value: unknown, headers?: Readonly<Record<string, string>>): void
  /** Sends frames as they come, several that are ready at once together. Resolves also when the client has left. */
  stream(headers: Readonly<Record<string, string>>, frames: AsyncGenerator<string | Uint8Array>): Promise<void>
}

/** A persona, as far as a surface needs to know it. */
export interface PersonaInfo {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly aliases: readonly string[]
  /** ISO 8601. */
  readonly modifiedAt: string
  /** Solvers, media it can read, and whether it can embed. */
  readonly solvers: readonly string[]
  readonly accepts: readonly MediaKind[]
  readonly embeds: boolean
  /** What its solvers make use of, such as tools. */
  readonly uses: readonly Ability[]
  /** What its character knows: topics by domain. */
  readonly domains: Readonly<Record<string, readonly string[]>>
  /** Its instructions for language models, where it has a character. */
  readonly voice?: string | undefined
}

/** A plugin, as far as a surface needs to know it. */
export interface PluginInfo {
  readonly id: string
  readonly kind: 'solver' | 'toolbox' | 'surface' | undefined
  readonly aliases: readonly string[]
  readonly name: string
  readonly version: string | undefined
  readonly description: string
  readonly origin: 'bundled' | 'installed' | 'folder'
}

/** What the host offers a surface. */
export interface SurfaceHost extends Host {
  readonly version: string
  /** The URL that clients reach the host under, without a slash at its end. */
  readonly publicUrl: string
  /** The URL that this client reaches the host under: the public one where it is set, else by the name it has used. */
  urlFor(exchange: Pick<Exchange, 'request'>): string
  /** Names that clients may reach tools under; `*` and `?` are wildcards. See `guardHosts`. */
  readonly allowedHosts: readonly string[]
  personas(): readonly PersonaInfo[]
  /** The persona with that id, name or alias. @throws RuntimeError `unknown-persona` */
  find(name: string): PersonaInfo
  /** The persona that a model name of a request means, the default one included. @throws RuntimeError `unknown-persona` */
  resolve(model: string): PersonaInfo
  /** Puts requests to a persona; reading the events throws where it has no answer. */
  ask(
    persona: PersonaInfo,
    requests: readonly ChatRequest[],
    waiting: Waiting,
  ): { readonly trace: Readonly<TurnTrace>; readonly events: AsyncGenerator<TurnEvent, void, undefined> }
  /** @throws RuntimeError `unsupported` where no solver of the persona embeds. */
  embed(persona: PersonaInfo, request: EmbedRequest, waiting: Waiting): Promise<Embeddings>
  /**
   * The tools of every toolbox, or those of a persona. Toolboxes are loaded at the first call. Ask each time: a
   * persona that was edited has another set, while the listeners of `onChange` stay with the one they were given to.
   */
  tools(persona?: PersonaInfo): Promise<Toolset>
  /** What tools remember of a conversation; without an id, for as long as the memory itself is kept. */
  memory(conversation?: string): Memory
  /** Where gRPC is to be served, for surfaces that speak it; port 0 takes a free one. Sizes are bytes. */
  readonly grpc: { readonly host: string; readonly port: number; readonly bodyLimit: number } | undefined
  /** Tells of persona files, and changes them, where personas have any. */
  readonly editor: PersonaEditor | undefined
  /**
   * Whether whoever has sent that may change personas: with a key that is good for it, or, where no keys are needed,
   * from this machine, and not from a page of somebody else.
   */
  mayEdit(asking: Asking): boolean
  /** The editor for whoever has sent that: nobody knows who calls from elsewhere without a key. */
  editorFor(asking: Asking): PersonaEditor | undefined
  /** Tells whenever personas are others than before. Returns how to stop. */
  onChange(listener: () => void): () => void
  /** What of its settings a host tells whoever asks for its health, where the operator wants that. */
  readonly facts: {
    readonly defaultModel: string | undefined
    readonly corsOrigins: readonly string[]
    readonly keyHeader: string
  }
  /** Why no more requests should come just now, in a few words each; none where all is well. */
  unready(): Promise<readonly string[]>
  /** Whether calls need a key. */
  readonly keys: HostKeys
  /** What must survive the process. */
  readonly store: Store
  /** What the host keeps of conversations, whatever surface their turns came in on. */
  readonly conversations: Conversations
  /** The plugins that were found, whether they could be used or not. */
  plugins(): readonly PluginInfo[]
  /** What became of a turn, while it is among the latest. Other callers' turns are there for those who may manage. */
  turn(id: string): Readonly<TurnTrace> | undefined
  /** The latest turns, the newest first. */
  turns(): readonly Readonly<TurnTrace>[]
}

export type SurfaceDefinition = PluginDefinition<'surface', Surface, SurfaceHost>

/** The default export of a surface. */
export function defineSurface<const S extends JsonSchema = { readonly type: 'object' }>(definition: {
  config?: S
  create(config: FromSchema<S>, host: SurfaceHost): MaybePromise<Surface>
}): SurfaceDefinition {
  return define('surface', definition)
}
