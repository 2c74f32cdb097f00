import type { CardJson, InterfaceJson } from './card.ts'

/**
 * A card that clients of both versions read: the fields of 1.0 with those of 0.3 beside them. It is what a client gets
 * that does not say which version it speaks, since those of 0.3 never do.
 */
export function hybridCard(card: CardJson): object {
  const { securitySchemes, securityRequirements } = card
  return {
    ...card,
    ...addresses(card.supportedInterfaces),
    protocolVersion: '0.3.0',
    capabilities: { ...card.capabilities, stateTransitionHistory: false },
    supportsAuthenticatedExtendedCard: card.capabilities.extendedAgentCard,
    ...(securitySchemes ? { securitySchemes: mapValues(securitySchemes, withOlderScheme) } : {}),
    ...(securityRequirements ? { security: securityRequirements.map(olderRequirement) } : {}),
  }
}

/** The card of 0.3 as its protocol buffers spell it in JSON, which is what `/v1/card` sends. */
export function protoCard(card: CardJson): object {
  const { supportedInterfaces, capabilities, securityRequirements, signatures: _, ...same } = card
  const { extendedAgentCard, ...known } = capabilities
  return {
    ...same,
    ...addresses(supportedInterfaces),
    protocolVersion: '0.3.0',
    capabilities: known,
    supportsAuthenticatedExtendedCard: extendedAgentCard,
    ...(securityRequirements ? { security: securityRequirements } : {}),
  }
}

function addresses(interfaces: readonly InterfaceJson[]) {
  const [first, ...others] = interfaces.filter(({ protocolVersion }) => protocolVersion === '0.3').map(olderInterface)
  return { url: first?.url, preferredTransport: first?.transport, additionalInterfaces: others }
}

/** 0.3 wants a URL everywhere; 1.0 has a bare `host:port` for gRPC. */
function olderInterface({ url, protocolBinding }: InterfaceJson): { url: string; transport: string } {
  return { url: url.includes('://') ? url : `http://${url}`, transport: protocolBinding }
}

/** A scheme as 1.0 has it, wrapped by its kind, and as 0.3 has it, with the kind as a field. */
function withOlderScheme(scheme: object): object {
  if ('httpAuthSecurityScheme' in scheme)
    return { type: 'http', ...(scheme.httpAuthSecurityScheme as object), ...scheme }
  if ('apiKeySecurityScheme' in scheme) {
    const { location, name } = scheme.apiKeySecurityScheme as { location: string; name: string } // see `security`
    return { type: 'apiKey', in: location, name, ...scheme }
  }
  return scheme
}

function olderRequirement({ schemes }: NonNullable<CardJson['securityRequirements']>[number]): object {
  return mapValues(schemes, ({ list }) => list)
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
