import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type LocalServer, startLocalServer } from '../support/local-server.ts'

/** An MCP server and the authorization server that it trusts, as small as they can be. */
export class GuardedServer {
  readonly secrets: string[] = []
  #valid = new Set(['known'])
  readonly #codes = new Map<string, string>()
  #refreshes = true
  #server: LocalServer | undefined
  origin = ''

  get url(): string {
    return `${this.origin}/mcp`
  }

  async listen(): Promise<void> {
    this.#server = await startLocalServer(async (request, response) => {
      const { status = 200, headers = {}, body } = await this.#answer(request)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    })
    this.origin = this.#server.url
  }

  forget(): void {
    this.#valid = new Set(['known'])
    this.secrets.length = 0
    this.#refreshes = true
  }

  expire({ refresh = false } = {}): void {
    this.#valid.clear()
    this.#refreshes = !refresh
  }

  async close(): Promise<void> {
    await this.#server?.close()
  }

  async #answer(
    request: IncomingMessage,
  ): Promise<{ status?: number; headers?: Record<string, string>; body?: unknown }> {
    const { origin } = this
    const { pathname, searchParams } = new URL(request.url ?? '/', origin)
    let text = ''
    for await (const chunk of request) text += chunk
    switch (pathname) {
      case '/.well-known/oauth-protected-resource/mcp':
        return { body: { resource: this.url, authorization_servers: [origin] } }
      case '/.well-known/oauth-authorization-server':
        return {
          body: {
            issuer: origin,
            authorization_endpoint: `${origin}/authorize`,
            token_endpoint: `${origin}/token`,
            registration_endpoint: `${origin}/register`,
            response_types_supported: ['code'],
            code_challenge_methods_supported: ['S256'],
            grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
          },
        }
      case '/register':
        return { status: 201, body: { ...JSON.parse(text), client_id: 'registered' } }
      case '/authorize': {
        const code = randomUUID()
        this.#codes.set(code, searchParams.get('code_challenge') ?? '')
        const back = new URL(searchParams.get('redirect_uri') ?? '')
        back.search = String(new URLSearchParams({ code, state: searchParams.get('state') ?? '' }))
        return { status: 302, headers: { location: back.href } }
      }
      case '/token':
        return this.#token(new URLSearchParams(text), request.headers.authorization)
      case '/mcp':
        return this.#serve(text, request)
      default:
        return { status: 404, body: {} }
    }
  }

  #token(form: URLSearchParams, authorization: string | undefined) {
    const grant = form.get('grant_type') ?? ''
    if (authorization !== undefined || form.has('client_secret')) this.secrets.push(authorization ?? '')
    if (grant === 'authorization_code') {
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (this.#codes.get(form.get('code') ?? '') !== challenge)
        return { status: 400, body: { error: 'invalid_grant' } }
    }
    if (grant === 'refresh_token' && !this.#refreshes) return { status: 400, body: { error: 'invalid_grant' } }
    const token = `${grant}-${randomUUID()}`
    this.#valid.add(token)
    return { body: { access_token: token, token_type: 'Bearer', expires_in: 3600, refresh_token: 'refresh' } }
  }

  #serve(text: string, { method, headers }: IncomingMessage) {
    const token = headers.authorization?.replace('Bearer ', '') ?? ''
    if (!this.#valid.has(token)) {
      const metadata = `${this.origin}/.well-known/oauth-protected-resource/mcp`
      return { status: 401, headers: { 'www-authenticate': `Bearer resource_metadata="${metadata}"` }, body: {} }
    }
    if (method !== 'POST') return { status: 405, body: {} }
    const { id, method: called, params } = JSON.parse(text)
    if (id === undefined) return { status: 202 }
    const info = { capabilities: { tools: {} }, serverInfo: { name: 'guarded', version: '1' } }
    const results: Record<string, object> = {
      initialize: { protocolVersion: params?.protocolVersion, ...info },
      'tools/list': { tools: [{ name: 'tell', inputSchema: { type: 'object' } }] },
      'tools/call': { content: [{ type: 'text', text: token }] },
    }
    const result = results[called]
    return { body: { jsonrpc: '2.0', id, ...(result ? { result } : { error: { code: -32601, message: 'No.' } }) } }
  }
}
