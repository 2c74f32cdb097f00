import { defineSurface, guardHosts, type OperationDocs, type Route, route } from '../../http/index.ts'
import { encodeError } from './errors.ts'
import type { McpService } from './service.ts'

/**
 * The Model Context Protocol: tools, resources and prompts of every toolbox at `/mcp`, of one persona at
 * `/mcp/{persona}`. Nothing of the protocol is loaded before somebody speaks it.
 */
export default defineSurface({
  create(_config, host) {
    let service: Promise<McpService> | undefined
    const load = (): Promise<McpService> => {
      service ??= import('./service.ts').then(({ McpService }) => new McpService(host))
      return service
    }
    const answer =
      (act: 'stream' | 'openSse' | 'takeMessage'): Route['handle'] =>
      async (exchange) =>
        await (await load())[act](exchange)
    const streamable = (path: string, docs: OperationDocs): readonly Route[] => [
      route('POST', path, answer('stream'), docs),
      route('GET', path, answer('stream')),
      route('DELETE', path, answer('stream')),
    ]
    return {
      prefixes: ['/mcp'],
      routes: guardHosts(host, [
        ...streamable('/mcp', { summary: 'Tools for MCP clients, over Streamable HTTP' }),
        ...streamable('/mcp/:persona', { summary: 'Tools of one persona for MCP clients, over Streamable HTTP' }),
        route('GET', '/mcp/sse', answer('openSse'), { summary: 'Tools for older MCP clients', deprecated: true }),
        route('GET', '/mcp/:persona/sse', answer('openSse')),
        route('POST', '/mcp/messages', answer('takeMessage')),
      ]),
      error: encodeError,
      async stop() {
        await (await service)?.stop()
      },
      async close() {
        await (await service)?.close()
      },
    }
  },
})
