import { defineSurface, problemDetails, route, type SurfaceHost, unlocked } from '../../http/index.ts'

/** For whoever watches over the process: whether it lives, and whether it may be sent requests. */
export default defineSurface({
  config: {
    type: 'object',
    properties: {
      details: {
        type: 'boolean',
        default: false,
        description: 'Whether /health tells of keys, CORS, tools and the default model too, as persona-agent does.',
      },
    },
    additionalProperties: false,
  },
  create: ({ details }, host) => ({
    prefixes: ['/health', '/ready'],
    routes: unlocked([
      route(
        'GET',
        '/health',
        async (exchange) => {
          const alive = { status: 'ok', version: host.version, personas: host.personas().length }
          exchange.sendJson(200, details ? { ...alive, ...(await detailsOf(host)) } : alive)
        },
        { summary: 'Whether the host lives' },
      ),
      route(
        'GET',
        '/ready',
        async (exchange) => {
          const reasons = await host.unready()
          if (reasons.length === 0) return exchange.sendJson(200, { status: 'ready' })
          exchange.sendJson(503, { status: 'not ready', reasons })
        },
        {
          summary: 'Whether the host can answer: it is not closing, and its state can be written',
          responses: { 503: { description: 'It cannot; `reasons` says why.' } },
        },
      ),
    ]),
    error: problemDetails,
  }),
})

/** The fields of persona-agent's answer. `mcp_tools` counts every tool that MCP clients get. */
async function detailsOf({ facts, keys, tools, version }: SurfaceHost): Promise<object> {
  const { corsOrigins, defaultModel = null, keyHeader } = facts
  return {
    api_version: version,
    protocol: 'a2a',
    default_model: defaultModel,
    mcp_tools: (await tools()).tools.length,
    auth: { enabled: keys.required, configured: keys.required, header: keyHeader },
    cors: { enabled: true, wildcard_origin: corsOrigins.includes('*'), credentials: false },
  }
}
