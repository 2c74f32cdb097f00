import type { Endpoint, Upstream } from './upstream.ts'

/** As much of a client of OpenAI's or Anthropic's SDK as tells how it would send a call. */
interface Client {
  buildRequest(call: {
    method: 'post'
    path: string
    body: object
  }): Promise<{ req: { headers: Headers }; url: string }>
}

/**
 * Where an SDK would post. It makes the address and the headers once: for every call it would cost ten times the call.
 * What it tells of itself is left out, since it sends nothing.
 */
export async function sdkEndpoint(upstream: Upstream, client: Client, path: string): Promise<Endpoint> {
  const { req, url } = await client.buildRequest({ method: 'post', path, body: {} })
  const headers = [...req.headers].filter(([name]) => !name.startsWith('x-stainless-'))
  return upstream.endpoint(url, Object.fromEntries(headers))
}
