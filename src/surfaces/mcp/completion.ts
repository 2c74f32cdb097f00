import type { CompleteRequest, CompleteResult } from '@modelcontextprotocol/server'
import type { MaybePromise, ToolSession } from '../../index.ts'
import { invalidParams, toProtocolFailure } from './failures.ts'
import type { Offer } from './offer.ts'
import { findPrompt } from './prompts.ts'

/** The protocol takes no more of them. */
const most = 100

/**
 * What an argument of a prompt, or a variable of a resource template, may be.
 * @throws ProtocolError where there is no such prompt or template
 */
export async function complete(
  offer: Offer,
  { ref, argument }: CompleteRequest['params'],
  session: ToolSession,
): Promise<CompleteResult> {
  const find = ref.type === 'ref/prompt' ? ofPrompt(offer, ref.name, argument) : ofTemplate(offer, ref.uri, argument)
  try {
    const attempt = await offer.toolset.attempt(`The completion of "${argument.name}"`, session, find)
    const values = attempt.kind === 'result' ? attempt.value : []
    return { completion: { values: values.slice(0, most), total: values.length, hasMore: values.length > most } }
  } catch (error) {
    throw toProtocolFailure(error, session.log, false)
  }
}

interface Argument {
  name: string
  value: string
}

function ofPrompt(offer: Offer, name: string, argument: Argument): () => MaybePromise<readonly string[]> {
  const known = findPrompt(offer, name).arguments?.find((other) => other.name === argument.name)
  return () => known?.complete?.(argument.value) ?? []
}

function ofTemplate({ toolset }: Offer, uri: string, argument: Argument): () => MaybePromise<readonly string[]> {
  const template = toolset.templates.find(({ uriTemplate }) => uriTemplate === uri)
  if (template) return () => template.complete?.(argument.name, argument.value) ?? []
  if (toolset.resources.some((resource) => resource.uri === uri)) return () => []
  throw invalidParams(`There is no resource template "${uri}".`)
}
