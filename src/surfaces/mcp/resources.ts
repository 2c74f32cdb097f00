import { ResourceNotFoundError, type Server, UriTemplate } from '@modelcontextprotocol/server'
import { bounded, isOutOfTime, type Resource, type ResourceTemplate, type ToolContext } from '../../index.ts'
import { toInputRequired } from './asking.ts'
import { type Connection, isModern, toToolSession } from './caller.ts'
import { toResourceContents } from './content.ts'
import { toProtocolFailure } from './failures.ts'
import type { Offer } from './offer.ts'
import { page } from './paging.ts'

/** Lists and reads resources; `watched` are those that a client of a session wants to hear of. */
export function serveResources(server: Server, offer: Offer, connection: Connection, watched: Set<string>): void {
  server.setRequestHandler('resources/list', ({ params }) => {
    const { items, ...rest } = page(offer.toolset.resources, params?.cursor, ({ uri }) => uri, toListed)
    return { resources: items, ...rest }
  })
  server.setRequestHandler('resources/templates/list', ({ params }) => {
    const { items, ...rest } = page(
      offer.toolset.templates,
      params?.cursor,
      ({ uriTemplate }) => uriTemplate,
      toTemplate,
    )
    return { resourceTemplates: items, ...rest }
  })
  server.setRequestHandler('resources/read', async ({ params: { uri } }, context) => {
    const found = find(offer, uri)
    if (!found) throw notFound(uri)
    try {
      const session = toToolSession(context, connection, server.getClientCapabilities())
      const attempt = await offer.toolset.attempt(`The resource "${uri}"`, session, found.read)
      if (attempt.kind === 'ask') return toInputRequired(attempt.requests, attempt.state)
      return { contents: [toResourceContents(uri, found.mediaType, attempt.value)] }
    } catch (error) {
      throw toProtocolFailure(error, connection.log, isModern(server))
    }
  })
  server.setRequestHandler('resources/subscribe', ({ params: { uri } }) => {
    if (!find(offer, uri)) throw notFound(uri)
    watched.add(uri)
    return {}
  })
  server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
    watched.delete(uri)
    return {}
  })
}

function notFound(uri: string): ResourceNotFoundError {
  return new ResourceNotFoundError(uri, `There is no resource "${uri.slice(0, 200)}".`)
}

interface Found {
  mediaType: string | undefined
  read(context: ToolContext): ReturnType<Resource['read']>
}

/** What is read at an address: the resource that has it, else that of the first template that fits. */
function find({ toolset }: Offer, uri: string): Found | undefined {
  const resource = toolset.resources.find((other) => other.uri === uri)
  if (resource) return { mediaType: resource.mediaType, read: (context) => resource.read(context) }
  for (const template of toolset.templates) {
    const variables = variablesOf(template, uri)
    if (variables) return { mediaType: template.mediaType, read: (context) => template.read(variables, context) }
  }
  return undefined
}

const parsed = new WeakMap<ResourceTemplate, UriTemplate>()

/** Milliseconds: what the library makes of a template may take for ever, and callers choose the address. */
const patience = 50

function variablesOf(template: ResourceTemplate, uri: string): Record<string, string> | undefined {
  const known = parsed.get(template) ?? new UriTemplate(template.uriTemplate)
  parsed.set(template, known)
  const variables = matched(known, uri)
  if (!variables) return undefined
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, decoded([value].flat().join(','))]))
}

function matched(template: UriTemplate, uri: string): ReturnType<UriTemplate['match']> {
  try {
    return bounded(patience, () => template.match(uri))
  } catch (error) {
    if (isOutOfTime(error)) return null
    throw error
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value // a lone percent sign stands for itself
  }
}

function toListed({ uri, name, title, description, mediaType }: Resource) {
  return { uri, name, ...described({ title, description, mediaType }) }
}

function toTemplate({ uriTemplate, name, title, description, mediaType }: ResourceTemplate) {
  return { uriTemplate, name, ...described({ title, description, mediaType }) }
}

function described(given: Record<'title' | 'description' | 'mediaType', string | undefined>) {
  const { title, description, mediaType } = given
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(mediaType === undefined ? {} : { mimeType: mediaType }),
  }
}
