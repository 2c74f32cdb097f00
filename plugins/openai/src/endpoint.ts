import type OpenAI from 'openai'

/** One address of a server, where bodies are posted. Fails as the upstream's `fetch` does. */
export type Endpoint = (body: object, signal: AbortSignal) => Promise<Response>

/**
 * The SDK makes the address and the headers, once: doing so for every call takes longer than the call. `extra` goes
 * into every body; null takes a field out of it.
 */
export async function openEndpoint(
  client: OpenAI,
  path: string,
  fetch: typeof globalThis.fetch,
  extra: Readonly<Record<string, unknown>>,
): Promise<Endpoint> {
  const { req, url } = await client.buildRequest({ method: 'post', path, body: {} })
  const init = { method: 'POST', headers: Object.fromEntries(req.headers) }
  const isPlain = Object.keys(extra).length === 0
  return (body, signal) => fetch(url, { ...init, body: JSON.stringify(isPlain ? body : merged(body, extra)), signal })
}

function merged(body: object, extra: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries({ ...body, ...extra }).filter(([, value]) => value !== null))
}
