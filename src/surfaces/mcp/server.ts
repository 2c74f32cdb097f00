import { McpServer, type Server, type ServerCapabilities, type Tool } from '@modelcontextprotocol/server'
import type { PersonaInfo, SurfaceHost } from '../../http/index.ts'
import type { ServedTool } from '../../index.ts'
import { toInputRequired } from './asking.ts'
import { type Connection, isModern, toToolSession } from './caller.ts'
import { CheckingServer } from './checking-server.ts'
import { complete } from './completion.ts'
import { toToolResult } from './content.ts'
import { toFailedResult } from './failures.ts'
import { callTool, type Offer, specOf, toolsOf } from './offer.ts'
import { page } from './paging.ts'
import { servePrompts } from './prompts.ts'
import { serveResources } from './resources.ts'

export interface ServerIdentity {
  readonly name: string
  readonly title?: string
  readonly version: string
}

/** Who serves: the host itself, or a persona of it. */
export function identityOf(
  { version }: Pick<SurfaceHost, 'version'>,
  persona: PersonaInfo | undefined,
): ServerIdentity {
  return persona ? { name: persona.id, title: persona.name, version } : { name: 'dramatis', version }
}

const capabilities: ServerCapabilities = {
  tools: { listChanged: true },
  resources: { subscribe: true, listChanged: true },
  prompts: { listChanged: true },
  logging: {},
  completions: {},
}

/** A tool may ask so often in one call. */
const maxRounds = 100

/** Puts an offer on the protocol, for one request of 2026-07-28 or one session of the revisions before it. */
export class OfferServer extends McpServer {
  override readonly server: Server
  readonly #offer: Offer
  /** Addresses of which the client wants to know when they change. */
  readonly watched = new Set<string>()

  constructor(identity: ServerIdentity, offer: Offer, connection: Connection) {
    const { instructions } = offer
    super(identity)
    const options = { inputRequired: { maxRounds }, ...(instructions === undefined ? {} : { instructions }) }
    this.server = new CheckingServer(identity, options)
    this.#offer = offer
    this.server.registerCapabilities(capabilities)
    this.server.onerror = (error) => connection.log.debug({ err: error }, 'An MCP message could not be served.')
    serveTools(this.server, offer, connection)
    serveResources(this.server, offer, connection, this.watched)
    servePrompts(this.server, offer, connection)
    this.server.setRequestHandler('completion/complete', ({ params }, context) =>
      complete(offer, params, toToolSession(context, connection, undefined)),
    )
  }

  /** What the library checks `Mcp-Param-*` headers against. */
  override toolInputSchemaJson(name: string): Record<string, unknown> | undefined {
    return specOf(this.#offer, name)?.input
  }
}

function serveTools(server: Server, offer: Offer, connection: Connection): void {
  server.setRequestHandler('tools/list', ({ params }) => {
    const { items, ...rest } = page(toolsOf(offer), params?.cursor, ({ name }) => name, toTool)
    return { tools: items, ...rest }
  })
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const { name, arguments: input = {} } = params
    try {
      const session = toToolSession(context, connection, server.getClientCapabilities())
      const outcome = await callTool(offer, name, input, session)
      if (outcome.kind === 'ask') return toInputRequired(outcome.requests, outcome.state)
      return server.projectCallToolResult(toToolResult(outcome), specOf(offer, name)?.output)
    } catch (error) {
      return toFailedResult(error, connection.log, isModern(server))
    }
  })
}

/** Made once for each tool, however often it is listed. */
const listed = new WeakMap<ServedTool, Tool>()

function toTool(served: ServedTool): Tool {
  const known = listed.get(served)
  if (known) return known
  const { name, title, description, input, output, annotations = {} } = served.spec
  const { readOnly, destructive, idempotent, openWorld } = annotations
  const tool: Tool = {
    name,
    ...(title === undefined ? {} : { title }),
    description,
    inputSchema: { ...input, type: 'object' },
    ...(output === undefined ? {} : { outputSchema: output as NonNullable<Tool['outputSchema']> }), // it is JSON
    annotations: {
      ...(readOnly === undefined ? {} : { readOnlyHint: readOnly }),
      ...(destructive === undefined ? {} : { destructiveHint: destructive }),
      ...(idempotent === undefined ? {} : { idempotentHint: idempotent }),
      ...(openWorld === undefined ? {} : { openWorldHint: openWorld }),
    },
    _meta: { 'dramatis/toolbox': served.toolbox },
  }
  listed.set(served, tool)
  return tool
}
