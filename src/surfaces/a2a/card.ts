import type { PersonaInfo } from '../../http/index.ts'
import { slug } from '../../index.ts'

/** An agent card of protocol 1.0, as it is sent. */
export interface CardJson {
  name: string
  description: string
  version: string
  supportedInterfaces: readonly InterfaceJson[]
  provider?: { organization: string; url: string }
  capabilities: { streaming: boolean; pushNotifications: boolean; extendedAgentCard: boolean }
  securitySchemes?: Readonly<Record<string, object>>
  securityRequirements?: readonly { schemes: Readonly<Record<string, { list: readonly string[] }>> }[]
  defaultInputModes: readonly string[]
  defaultOutputModes: readonly string[]
  skills: readonly SkillJson[]
  signatures?: readonly object[]
}

export interface InterfaceJson {
  url: string
  protocolBinding: 'JSONRPC' | 'HTTP+JSON' | 'GRPC'
  protocolVersion: '1.0' | '0.3'
  /** Which persona, where the address does not tell. */
  tenant?: string
}

/** No field of a skill may be empty: a client could not tell it from one that is missing. */
interface SkillJson {
  id: string
  name: string
  description: string
  tags: readonly string[]
  examples?: readonly string[]
}

/** What all cards of a host have in common. */
export interface CardFrame {
  readonly version: string
  /** Where clients reach the host, without a slash at its end. */
  readonly base: string
  /** Where clients reach gRPC, as `host:port`. */
  readonly grpc: string | undefined
  /** The header that takes a key, beside `Authorization`; undefined where no key is needed. */
  readonly keyHeader: string | undefined
  /** Those who have a key are told more by an extended card. */
  readonly capabilities: CardJson['capabilities']
  readonly provider: { organization: string; url: string } | undefined
}

/** The card of one persona. `isDefault`: it is who answers where no persona is named. */
export function personaCard(persona: PersonaInfo, isDefault: boolean, frame: CardFrame): CardJson {
  const { id, name } = persona
  return {
    name,
    description: describe(persona),
    ...common(frame),
    supportedInterfaces: interfaces(`${frame.base}${pathOf(persona)}`, grpcOf(frame, id, isDefault)),
    defaultInputModes: inputModes(persona),
    defaultOutputModes: ['text/plain'],
    skills: skillsOf(persona),
  }
}

/** The card of the host: it can be called, and `persona` answers then. The others are its skills too. */
export function aggregateCard(
  persona: PersonaInfo | undefined,
  personas: readonly PersonaInfo[],
  frame: CardFrame,
): CardJson {
  const answering = persona ? ` Messages to this one are answered by ${persona.name}.` : ''
  return {
    name: 'Dramatis',
    description: `A host of personas, each an agent of its own: ${personas.length}.${answering}`,
    ...common(frame),
    supportedInterfaces: interfaces(`${frame.base}/a2a/`, grpcOf(frame, undefined, true)),
    defaultInputModes: persona ? inputModes(persona) : ['text/plain'],
    defaultOutputModes: ['text/plain'],
    skills: personas.map((each) => ({
      id: each.id,
      name: each.name,
      description: `${describe(each)} Its own agent is at ${frame.base}${pathOf(each)}.`,
      tags: ['persona', ...Object.keys(each.domains).filter((domain) => domain !== '')],
    })),
  }
}

export function describe({ name, description }: PersonaInfo): string {
  return description || `The persona ${name}.`
}

export function pathOf({ id }: Pick<PersonaInfo, 'id'>): string {
  return `/a2a/${encodeURIComponent(id)}`
}

/** A skill for talking, and one for each domain that it knows something of. */
export function skillsOf(persona: PersonaInfo): readonly SkillJson[] {
  const { id, name, domains } = persona
  const domainNames = Object.keys(domains).filter((domain) => domain !== '')
  const skills: SkillJson[] = [
    {
      id: `${id}-conversation`,
      name: `Talk with ${name}`,
      description: describe(persona),
      tags: ['conversation', ...domainNames],
    },
  ]
  const taken = new Set(skills.map((skill) => skill.id))
  for (const domain of domainNames) {
    const skillId = free(`${id}-${slug(domain) || 'domain'}`, taken)
    taken.add(skillId)
    skills.push(domainSkill(skillId, domain, domains[domain]?.filter((topic) => topic !== '') ?? []))
  }
  return skills
}

function domainSkill(id: string, domain: string, topics: readonly string[]): SkillJson {
  const [first = domain] = topics
  return {
    id,
    name: domain,
    description: topics.length > 0 ? `Knows about ${topics.slice(0, 5).join(', ')}.` : `Knows about ${domain}.`,
    tags: [domain, ...topics.slice(0, 10)],
    examples: [`Tell me about ${first}.`],
  }
}

function free(id: string, taken: ReadonlySet<string>): string {
  for (let number = 2, tried = id; ; number++) {
    if (!taken.has(tried)) return tried
    tried = `${id}-${number}`
  }
}

function common({ version, keyHeader, capabilities, provider }: CardFrame) {
  return {
    version,
    ...(provider ? { provider } : {}),
    capabilities,
    ...(keyHeader === undefined ? {} : security(keyHeader)),
  }
}

function security(keyHeader: string) {
  return {
    securitySchemes: {
      bearer: { httpAuthSecurityScheme: { scheme: 'Bearer' } },
      apiKey: { apiKeySecurityScheme: { location: 'header', name: keyHeader } },
    },
    securityRequirements: [{ schemes: { bearer: { list: [] } } }, { schemes: { apiKey: { list: [] } } }],
  }
}

/** Each binding in both versions, the newer first: clients take the first that they know. */
function interfaces(url: string, grpc: readonly InterfaceJson[]): readonly InterfaceJson[] {
  return (['1.0', '0.3'] as const).flatMap((protocolVersion): InterfaceJson[] => [
    { url, protocolBinding: 'JSONRPC', protocolVersion },
    { url, protocolBinding: 'HTTP+JSON', protocolVersion },
    ...grpc.filter((other) => other.protocolVersion === protocolVersion),
  ])
}

/** gRPC has no path that could name the persona. 1.0 has the tenant for that; 0.3 reaches the default persona alone. */
function grpcOf({ grpc: url }: CardFrame, tenant: string | undefined, isDefault: boolean): readonly InterfaceJson[] {
  if (url === undefined) return []
  const newer: InterfaceJson = { url, protocolBinding: 'GRPC', protocolVersion: '1.0', ...(tenant ? { tenant } : {}) }
  return isDefault ? [newer, { url, protocolBinding: 'GRPC', protocolVersion: '0.3' }] : [newer]
}

const mediaModes = { image: 'image/*', audio: 'audio/*', file: 'application/octet-stream' } as const

function inputModes({ accepts }: PersonaInfo): readonly string[] {
  return ['text/plain', 'application/json', ...accepts.map((kind) => mediaModes[kind])]
}
