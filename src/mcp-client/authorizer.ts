import {
  type AuthProvider,
  auth,
  ClientCredentialsProvider,
  computeScopeUnion,
  extractWWWAuthenticateParams,
  type InsufficientScopeError,
  isStrictScopeSuperset,
  type OAuthClientProvider,
  PrivateKeyJwtProvider,
} from '@modelcontextprotocol/client'
import type { McpAuth } from '../config/mcp.ts'
import type { Log } from '../core/types.ts'
import { BrowserGrant } from './browser-grant.ts'

interface AuthorizerOptions {
  readonly log: Log
  onAnswered(): void
}

type Refusal = Parameters<NonNullable<AuthProvider['onUnauthorized']>>[0]

interface Challenge {
  readonly scope?: string | undefined
  readonly resourceMetadataUrl?: URL | undefined
  readonly force?: boolean
  readonly fetchFn: typeof globalThis.fetch
}

/** Gets tokens for one server by OAuth. Whoever needs one at the same time waits for the same. */
export class Authorizer implements AuthProvider {
  readonly #url: string
  readonly #options: AuthorizerOptions
  readonly #provider: OAuthClientProvider
  readonly #browser: BrowserGrant | undefined
  #running: Promise<void> | undefined

  constructor(settings: McpAuth, url: string, options: AuthorizerOptions) {
    this.#url = url
    this.#options = options
    this.#browser = settings.grant === 'authorization_code' ? new BrowserGrant(settings, url) : undefined
    this.#provider = this.#browser ?? ownProvider(settings)
  }

  /** What somebody has to do in a browser, while the host waits for it. */
  get todo(): string | undefined {
    const page = this.#browser?.page
    return page === undefined ? undefined : `somebody has to agree to it: open ${page} in a browser on this machine`
  }

  async token(): Promise<string | undefined> {
    return (await this.#provider.tokens())?.access_token
  }

  async onUnauthorized({ response, fetchFn }: Refusal): Promise<void> {
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response)
    await this.#authorize({ scope, resourceMetadataUrl, fetchFn: fetchFn as Challenge['fetchFn'] }) // it is one
  }

  /** Asks for more rights than there were, if the server names some that are new. */
  async stepUp(error: InsufficientScopeError, fetchFn: typeof globalThis.fetch): Promise<boolean> {
    const { requiredScope, resourceMetadataUrl } = error
    const had = (await this.#provider.tokens())?.scope
    const scope = computeScopeUnion(had, requiredScope)
    if (!isStrictScopeSuperset(scope, had)) return false
    await this.#authorize({ scope, resourceMetadataUrl, force: true, fetchFn })
    return true
  }

  async close(): Promise<void> {
    await this.#browser?.close()
  }

  #authorize(challenge: Challenge): Promise<void> {
    this.#running ??= this.#run(challenge).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #run({ scope, resourceMetadataUrl, force = false, fetchFn }: Challenge): Promise<void> {
    const common = {
      serverUrl: this.#url,
      fetchFn,
      ...(scope === undefined ? {} : { scope }),
      ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
    }
    const refreshes = !force && (await this.#provider.tokens())?.refresh_token !== undefined
    if (!refreshes) await this.#browser?.open()
    try {
      const first = await auth(this.#provider, { ...common, forceReauthorization: force })
      if (first === 'AUTHORIZED' || !this.#browser) return
      if (refreshes) {
        await this.#browser.open() // the old token is worth nothing any more: somebody has to agree again
        await auth(this.#provider, { ...common, forceReauthorization: true })
      }
      this.#options.log.warn({ page: this.#browser.page }, 'An MCP server wants somebody to agree: open the page.')
      await this.#redeem(this.#browser, common).finally(() => this.#options.onAnswered())
    } finally {
      await this.#browser?.close()
    }
  }

  async #redeem(browser: BrowserGrant, common: Parameters<typeof auth>[1]): Promise<void> {
    const { code, iss } = await browser.agreed()
    await auth(this.#provider, { ...common, authorizationCode: code, ...(iss === undefined ? {} : { iss }) })
    await browser.close()
  }
}

function ownProvider(settings: McpAuth): OAuthClientProvider {
  const { clientId = '', clientSecret = '', privateKey, algorithm, scope, issuer } = settings // the file was checked
  const known = {
    clientId,
    clientName: 'Dramatis',
    ...(scope === undefined ? {} : { scope }),
    ...(issuer === undefined ? {} : { expectedIssuer: issuer }),
  }
  if (privateKey !== undefined) return new PrivateKeyJwtProvider({ ...known, privateKey, algorithm })
  return new ClientCredentialsProvider({ ...known, clientSecret })
}
