import { SolverError } from 'dramatis'
import type { Settings, Transport, Version } from './settings.ts'

/** An agent's card, as far as it is read. */
export interface Card {
  readonly interfaces: readonly Interface[]
  readonly streaming: boolean
  /** Media types that the agent takes; none where it does not say. */
  readonly inputModes: readonly string[]
  /** The header that a key goes into, where it is not a bearer token. */
  readonly keyHeader: string | undefined
}

/** A way to speak with an agent. */
export interface Interface {
  /** An http(s) URL; for gRPC, host and port. */
  readonly url: string
  readonly transport: Transport
  readonly version: Version
  /** '' where the agent has none. */
  readonly tenant: string
  readonly encrypted: boolean
}

interface GivenCard {
  url?: unknown
  preferredTransport?: unknown
  additionalInterfaces?: unknown
  protocolVersion?: unknown
  supportedInterfaces?: unknown
  capabilities?: { streaming?: unknown } | null
  defaultInputModes?: unknown
  securitySchemes?: unknown
}

interface GivenInterface {
  url?: unknown
  protocolBinding?: unknown
  transport?: unknown
  protocolVersion?: unknown
  tenant?: unknown
}

interface GivenScheme {
  /** 0.3. */
  type?: unknown
  in?: unknown
  name?: unknown
  /** 1.0. */
  apiKeySecurityScheme?: { location?: unknown; name?: unknown }
}

/**
 * Reads a card of version 1.0, 0.3 or 0.2, which came from `address`. Cards that lack what is not needed serve as well;
 * the SDK refuses them.
 * @throws SolverError where it is no card
 */
export function readCard(value: unknown, address: string): Card {
  if (typeof value !== 'object' || value === null) throw noCard(address)
  const given = value as GivenCard // its fields are looked at where they are used
  const newer = listOf(given.supportedInterfaces)
  const interfaces = newer.length > 0 ? newer : olderInterfaces(given)
  if (interfaces.length === 0) throw noCard(address)
  return {
    interfaces: interfaces.flatMap((item) => readInterface(item as GivenInterface, address)),
    streaming: given.capabilities?.streaming === true,
    inputModes: listOf(given.defaultInputModes).filter((mode) => typeof mode === 'string'),
    keyHeader: keyHeaderOf(given.securitySchemes),
  }
}

/**
 * The interface to use: the binding that the agent likes best, in its newest version.
 * @throws SolverError where the agent offers none that the settings allow
 */
export function chooseInterface({ interfaces }: Card, settings: Settings): Interface {
  const { baseUrl, transport, protocol, apiKey, headers } = settings
  const secret = baseUrl.startsWith('https:') && (Boolean(apiKey) || Object.keys(headers).length > 0)
  const usable = interfaces.filter(
    (item) =>
      (transport === 'auto' || item.transport === transport) &&
      (protocol === 'auto' || item.version === protocol) &&
      (item.encrypted || !secret), // a key that came over TLS must not leave without it
  )
  const [first] = usable
  if (first) return usable.find((item) => item.transport === first.transport && item.version === '1.0') ?? first
  const offered = interfaces.map((item) => `${item.transport} ${item.version} at ${item.url}`).join(', ') || 'nothing'
  const wanted = `transport "${transport}", protocol "${protocol}"${secret ? ', encrypted' : ''}`
  throw new SolverError('bad-request', `The agent at ${baseUrl} offers ${offered}; wanted: ${wanted}.`)
}

function olderInterfaces({ url, preferredTransport, protocolVersion, additionalInterfaces }: GivenCard): unknown[] {
  if (typeof url !== 'string') return []
  const version = protocolVersion ?? '0.3'
  const rest = listOf(additionalInterfaces) as GivenInterface[] // its fields are looked at where they are used
  return [
    { url, transport: preferredTransport ?? 'JSONRPC', protocolVersion: version },
    ...rest.map((item) => ({ ...item, protocolVersion: version })),
  ]
}

function readInterface(given: GivenInterface | null, address: string): Interface[] {
  const { url, protocolBinding, transport, protocolVersion = '1.0', tenant } = given ?? {}
  const name = transports[String(protocolBinding ?? transport).toUpperCase()]
  if (name === undefined || typeof url !== 'string') return []
  const version = Number.parseFloat(String(protocolVersion)) < 1 ? '0.3' : '1.0'
  const reached = name === 'grpc' ? readTarget(url, address) : readUrl(url, address)
  return reached ? [{ transport: name, version, tenant: typeof tenant === 'string' ? tenant : '', ...reached }] : []
}

function readUrl(given: string, address: string): Pick<Interface, 'url' | 'encrypted'> | undefined {
  if (!URL.canParse(given, address)) return undefined
  const url = new URL(given, address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  if (everywhere.has(url.hostname)) url.hostname = new URL(address).hostname
  return { url: url.href, encrypted: url.protocol === 'https:' }
}

/** A card of 1.0 has host and port alone, and those of 0.3 a URL. The SDK takes the first form only. */
function readTarget(given: string, address: string): Pick<Interface, 'url' | 'encrypted'> | undefined {
  const [, scheme, target = ''] = /^(?:([a-z]+):\/{2,3})?([^/]+)/i.exec(given) ?? []
  const parsed = URL.canParse(`http://${target}`) ? new URL(`http://${target}`) : undefined
  if (!parsed) return undefined
  const own = new URL(address)
  const url = everywhere.has(parsed.hostname) ? target.replace(parsed.hostname, own.hostname) : target
  if (scheme === undefined) return { url, encrypted: own.protocol === 'https:' } // it does not say: as its card came
  return { url, encrypted: ['https', 'grpcs'].includes(scheme.toLowerCase()) }
}

/** An agent that listens everywhere and says so means the host that it was asked on. */
const everywhere = new Set(['0.0.0.0', '[::]'])

const transports: Readonly<Record<string, Transport>> = { JSONRPC: 'jsonrpc', 'HTTP+JSON': 'rest', GRPC: 'grpc' }

/** Undefined where any scheme takes a bearer token, or none is told. */
function keyHeaderOf(schemes: unknown): string | undefined {
  if (typeof schemes !== 'object' || schemes === null) return undefined
  const all = Object.values(schemes) as (GivenScheme | null)[] // their fields are looked at where they are used
  const names = all.map((scheme) => {
    const key = scheme?.apiKeySecurityScheme ?? (scheme?.type === 'apiKey' ? scheme : undefined)
    const place = key && ('location' in key ? key.location : 'in' in key ? key.in : undefined)
    return place === 'header' && typeof key?.name === 'string' ? key.name : undefined
  })
  return names.includes(undefined) ? undefined : names[0]
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function noCard(address: string): SolverError {
  return new SolverError('server-error', `What ${address} sent is no card of an agent.`)
}
