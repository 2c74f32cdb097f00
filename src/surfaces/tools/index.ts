import { createHash } from 'node:crypto'
import { defineSurface, type Exchange, guardHosts, route } from '../../http/index.ts'
import { callOverHttp } from './call.ts'
import { describeTools } from './describe.ts'
import { encodeError } from './errors.ts'
import { listTools, olderManual, utcpManual } from './manual.ts'

/** The tools of every toolbox over plain HTTP, and as a manual for UTCP clients. */
export default defineSurface({
  create(_config, host) {
    const tools = async () => (await host.tools()).tools
    const manual = { version: host.version, keyed: host.keys.requiredBy('tools') }
    const routes = [
      route(
        'GET',
        '/utcp',
        async (exchange) => sendTagged(exchange, utcpManual(await tools(), host.urlFor(exchange), manual)),
        { summary: 'The UTCP manual of every tool' },
      ),
      route(
        'GET',
        '/tools/manual',
        async (exchange) => {
          const url = host.urlFor(exchange)
          exchange.header('link', `<${url}/utcp>; rel="alternate"; type="application/json"`)
          const isOfficial = exchange.query.get('format') === 'utcp'
          sendTagged(exchange, isOfficial ? utcpManual(await tools(), url, manual) : olderManual(await tools(), url))
        },
        { summary: 'The manual in its older form; ?format=utcp gives the official one' },
      ),
      route(
        'GET',
        '/tools',
        async (exchange) => sendTagged(exchange, listTools(await tools(), host.urlFor(exchange))),
        {
          summary: 'Every tool with its schemas',
        },
      ),
      route('POST', '/tools/:name', async (exchange) => callOverHttp(host, exchange)),
    ]
    return {
      prefixes: ['/tools', '/utcp'],
      routes: guardHosts(host, routes),
      described: async () => describeTools(await tools()),
      error: encodeError,
    }
  },
})

/** JSON with a tag, so that a client that asks again is told in a few bytes that nothing has changed. */
function sendTagged(exchange: Exchange, value: object): void {
  const body = JSON.stringify(value)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const headers = { etag, 'cache-control': 'no-cache', vary: 'host' }
  if (isKnown(exchange.request.headers['if-none-match'], etag)) return exchange.send(304, headers, '')
  exchange.send(200, { ...headers, 'content-type': 'application/json' }, body)
}

function isKnown(given: string | undefined, etag: string): boolean {
  if (given === undefined) return false
  return given.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}
