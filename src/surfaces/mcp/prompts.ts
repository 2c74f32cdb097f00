import type { Server } from '@modelcontextprotocol/server'
import { nearest, type Prompt } from '../../index.ts'
import { toInputRequired } from './asking.ts'
import { type Connection, isModern, toToolSession } from './caller.ts'
import { toPromptMessages } from './content.ts'
import { invalidParams, toProtocolFailure } from './failures.ts'
import { type Offer, promptsOf } from './offer.ts'
import { page } from './paging.ts'

/** Lists prompts and renders them. */
export function servePrompts(server: Server, offer: Offer, connection: Connection): void {
  server.setRequestHandler('prompts/list', ({ params }) => {
    const { items, ...rest } = page(promptsOf(offer), params?.cursor, ({ name }) => name, toListed)
    return { prompts: items, ...rest }
  })
  server.setRequestHandler('prompts/get', async ({ params: { name, arguments: given = {} } }, context) => {
    const prompt = findPrompt(offer, name)
    requireArguments(prompt, given)
    try {
      const session = toToolSession(context, connection, server.getClientCapabilities())
      const subject = `The prompt "${name}" with ${JSON.stringify(given)}`
      const attempt = await offer.toolset.attempt(subject, session, (waiting) => prompt.render(given, waiting))
      if (attempt.kind === 'ask') return toInputRequired(attempt.requests, attempt.state)
      const { description } = prompt
      return { ...(description === undefined ? {} : { description }), messages: toPromptMessages(attempt.value) }
    } catch (error) {
      throw toProtocolFailure(error, connection.log, isModern(server))
    }
  })
}

/** @throws ProtocolError that says which may be meant */
export function findPrompt(offer: Offer, name: string): Prompt {
  const prompts = promptsOf(offer)
  const prompt = prompts.find((other) => other.name === name)
  if (prompt) return prompt
  const meant = nearest(
    name,
    prompts.map((other) => other.name),
  )
  throw invalidParams(`There is no prompt "${name}"${meant === undefined ? '.' : `; did you mean "${meant}"?`}`)
}

function requireArguments({ name, arguments: known = [] }: Prompt, given: Readonly<Record<string, string>>): void {
  const missing = known.filter((argument) => argument.required && given[argument.name] === undefined)
  if (missing.length === 0) return
  const names = missing.map((argument) => `"${argument.name}"`).join(' and ')
  throw invalidParams(`The prompt "${name}" needs ${names}.`)
}

function toListed({ name, title, description, arguments: given }: Prompt) {
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(given === undefined
      ? {}
      : {
          arguments: given.map((argument) => ({
            name: argument.name,
            ...(argument.description === undefined ? {} : { description: argument.description }),
            ...(argument.required === undefined ? {} : { required: argument.required }),
          })),
        }),
  }
}
