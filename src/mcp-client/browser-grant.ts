import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  OAuthClientInformationContext,
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'
import type { McpAuth } from '../config/mcp.ts'
import { writeFileDurably } from '../config/write-file.ts'

/** What an authorization server sends the browser back with. */
interface Agreed {
  readonly code: string
  readonly iss?: string
}

/** By the issuer of the authorization server, whose they are. */
interface Kept {
  clients?: Record<string, StoredOAuthClientInformation>
  tokens?: Record<string, StoredOAuthTokens>
  /** Of whom the latest tokens are. */
  latest?: string
  /** Where the clients have said that browsers are sent back to. */
  port?: number
}

/** How long somebody may think about it. */
const patience = 600_000
const nobody = ''

/**
 * The grant that somebody gives in a browser. It is sent back to a port of this machine, which is open as long as
 * somebody is waited for, and keeps what it was given in a file where there is one.
 */
export class BrowserGrant implements OAuthClientProvider {
  /** What somebody is to open. */
  page: string | undefined
  readonly clientMetadataUrl?: string
  readonly #settings: McpAuth
  readonly #resource: string
  #server: Server | undefined
  #port: number
  #state = ''
  #verifier = ''
  #kept: Promise<Kept> | undefined
  #discovery: OAuthDiscoveryState | undefined
  #answered: ((params: URLSearchParams) => void) | undefined

  constructor(settings: McpAuth, resource: string) {
    this.#settings = settings
    this.#resource = resource
    this.#port = settings.redirectPort
    if (settings.clientMetadataUrl !== undefined) this.clientMetadataUrl = settings.clientMetadataUrl
  }

  /** Listens for the browser to come back. @throws Error where the port is taken */
  async open(): Promise<void> {
    if (this.#server) return
    this.#discovery = undefined // a server may have moved to another authorization server
    const kept = await this.#load()
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
      const isOurs =
        pathname === '/callback' && searchParams.get('state') === this.#state && this.#answered !== undefined
      response.writeHead(isOurs ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      response.end(isOurs ? 'Thank you. You can close this page.\n' : 'Nobody waits for this.\n')
      if (isOurs) this.#answered?.(searchParams)
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port || kept.port || 0, '127.0.0.1', resolve)
    })
    server.unref()
    this.#server = server
    this.#port = (server.address() as AddressInfo).port // it listens on a port, no socket file
    kept.port = this.#port
  }

  /** @throws Error where nobody agrees in time, or the answer is a refusal */
  async agreed(): Promise<Agreed> {
    const params = await new Promise<URLSearchParams>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('nobody has agreed to it in ten minutes')), patience)
      timer.unref()
      this.#server?.once('close', () => reject(new Error('nobody has agreed to it')))
      this.#answered = (answer) => {
        clearTimeout(timer)
        resolve(answer)
      }
    })
    const code = params.get('code')
    const iss = params.get('iss')
    // Who has written the other parameters is not known before the issuer is checked, so they are not repeated.
    if (code === null) throw new Error('the authorization server sent the browser back without a code')
    return { code, ...(iss === null ? {} : { iss }) }
  }

  async close(): Promise<void> {
    this.page = undefined
    this.#answered = undefined
    this.#server?.close()
    this.#server?.closeAllConnections()
    this.#server = undefined
  }

  get redirectUrl(): string {
    return `http://127.0.0.1:${this.#port}/callback`
  }

  get clientMetadata(): OAuthClientMetadata {
    const { scope } = this.#settings
    return {
      client_name: 'Dramatis',
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      ...(scope === undefined ? {} : { scope }),
    }
  }

  state(): string {
    this.#state = randomUUID()
    return this.#state
  }

  async clientInformation(context?: OAuthClientInformationContext): Promise<StoredOAuthClientInformation | undefined> {
    const { clientId, clientSecret, issuer } = this.#settings
    if (clientId === undefined) return (await this.#load()).clients?.[context?.issuer ?? nobody]
    return {
      client_id: clientId,
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
      ...(issuer === undefined ? {} : { issuer }),
    }
  }

  async saveClientInformation(
    client: StoredOAuthClientInformation,
    context?: OAuthClientInformationContext,
  ): Promise<void> {
    const kept = await this.#load()
    kept.clients = { ...kept.clients, [context?.issuer ?? nobody]: client }
    await this.#save(kept)
  }

  async tokens(context?: OAuthClientInformationContext): Promise<StoredOAuthTokens | undefined> {
    const { tokens = {}, latest = nobody } = await this.#load()
    return tokens[context?.issuer ?? latest]
  }

  async saveTokens(tokens: StoredOAuthTokens, context?: OAuthClientInformationContext): Promise<void> {
    const kept = await this.#load()
    kept.latest = context?.issuer ?? nobody
    kept.tokens = { ...kept.tokens, [kept.latest]: tokens }
    await this.#save(kept)
  }

  redirectToAuthorization(page: URL): void {
    this.page = page.href
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier
  }

  codeVerifier(): string {
    return this.#verifier
  }

  saveDiscoveryState(state: OAuthDiscoveryState): void {
    this.#discovery = state
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#discovery
  }

  async invalidateCredentials(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): Promise<void> {
    const kept = await this.#load()
    if (scope === 'all' || scope === 'client') delete kept.clients
    if (scope === 'all' || scope === 'tokens') delete kept.tokens
    if (scope === 'all' || scope === 'discovery') this.#discovery = undefined
    if (scope === 'all' || scope === 'verifier') this.#verifier = ''
    await this.#save(kept)
  }

  /** One file may serve several servers: each has its own part of it. */
  #load(): Promise<Kept> {
    this.#kept ??= this.#readFile().then((all) => all[this.#resource] ?? {})
    return this.#kept
  }

  async #readFile(): Promise<Record<string, Kept>> {
    const { tokenFile } = this.#settings
    if (tokenFile === undefined) return {}
    try {
      return JSON.parse(await readFile(tokenFile, 'utf8')) as Record<string, Kept> // it is this class that wrote it
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
      throw new Error(`the file of tokens ${tokenFile} cannot be read; remove it`, { cause: error })
    }
  }

  async #save(kept: Kept): Promise<void> {
    this.#kept = Promise.resolve(kept)
    const { tokenFile } = this.#settings
    if (tokenFile === undefined) return
    const all = { ...(await this.#readFile()), [this.#resource]: kept }
    await writeFileDurably(tokenFile, `${JSON.stringify(all, undefined, 2)}\n`, 0o600)
  }
}
