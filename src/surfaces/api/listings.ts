import { type Exchange, type Route, route, type SurfaceHost } from '../../http/index.ts'
import { listSchema, readPage, slice } from './paging.ts'
import { listed, pluginSchema, toolSchema } from './shapes.ts'

/** What the host is made of: plugins, and the tools of its toolboxes. */
export function listingRoutes(host: SurfaceHost): readonly Route[] {
  return [
    route('GET', '/plugins', (exchange) => listPlugins(host, exchange), {
      summary: 'The plugins that were found',
      responses: listed(listSchema('plugins', pluginSchema)),
    }),
    route('GET', '/tools', (exchange) => listTools(host, exchange), {
      summary: 'The tools of every toolbox',
      responses: listed(listSchema('tools', toolSchema)),
    }),
  ]
}

function listPlugins(host: SurfaceHost, exchange: Exchange): void {
  const plugins = host.plugins().map(({ id, kind = null, aliases, name, version = null, description, origin }) => {
    return { id, kind, aliases, name, version, description, origin }
  })
  const { items, has_more } = slice(plugins, readPage(exchange.query))
  exchange.sendJson(200, { plugins: items, has_more })
}

async function listTools(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const page = readPage(exchange.query)
  const { tools } = await host.tools()
  const { items, has_more } = slice(tools, page)
  const shown = items.map(({ name, toolbox: service_name, spec: { title, description } }) => {
    return { id: name, name: title ?? name, description, service_name }
  })
  exchange.sendJson(200, { tools: shown, has_more })
}
