import type { PersonaInfo, SurfaceHost } from '../../http/index.ts'
import {
  type ChatRequest,
  compileChecking,
  currentCaller,
  type FromSchema,
  type Part,
  type Prompt,
  RuntimeError,
  type ToolAnswer,
  type ToolSession,
  type Toolset,
  toRuntimeError,
} from '../../index.ts'
import type { Offer, OwnTool } from './offer.ts'

/** What is offered now: by a persona, or by every toolbox. It is made again when the persona or its tools change. */
export function offerOf(host: SurfaceHost, id: string | undefined): () => Promise<Offer> {
  let made: Offer | undefined
  let madeFor: PersonaInfo | undefined
  return async () => {
    const { persona, toolset } = await toolsNow(host, id)
    if (made && made.toolset === toolset && madeFor === persona) return made
    madeFor = persona
    made = persona
      ? personaOffer(host, persona, toolset)
      : { toolset, ownTools: [], ownPrompts: [], instructions: undefined }
    return made
  }
}

/** Tools may take a while to come, and the persona may have been replaced by then: its tools are closed soon. */
async function toolsNow(host: Pick<SurfaceHost, 'find' | 'tools'>, id: string | undefined) {
  if (id === undefined) return { persona: undefined, toolset: await host.tools() }
  for (;;) {
    const persona = host.find(id)
    const toolset = await host.tools(persona)
    if (host.find(id) === persona) return { persona, toolset }
  }
}

/** What a persona offers: its tools, a tool to talk with it, and its voice as a prompt. */
function personaOffer(host: SurfaceHost, persona: PersonaInfo, toolset: Toolset): Offer {
  return {
    toolset,
    ownTools: [chatTool(host, persona)],
    ownPrompts: persona.voice === undefined ? [] : [voicePrompt(persona, persona.voice)],
    instructions: persona.description || undefined,
  }
}

const chatInput = {
  type: 'object',
  properties: {
    message: { type: 'string', minLength: 1, description: 'What to say to it.' },
    conversation: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'Any name of yours for a conversation that goes on. Without one, nothing is remembered.',
    },
  },
  required: ['message'],
  additionalProperties: false,
} as const

const checkInput = compileChecking(chatInput)

function chatTool(host: SurfaceHost, persona: PersonaInfo): OwnTool {
  const { name, description } = persona
  const about = description ? ` ${description}` : ''
  return {
    name: 'chat',
    toolbox: 'dramatis',
    spec: {
      name: 'chat',
      title: `Talk with ${name}`,
      description: `Says something to ${name} and returns its answer.${about}`,
      input: chatInput,
      annotations: { readOnly: false, destructive: false, idempotent: false, openWorld: true },
    },
    async call(input, session) {
      const [problem] = checkInput(input)
      if (problem) {
        const message = `The input of the tool "chat" is wrong: ${problem.pointer || 'it'} ${problem.message}.`
        throw new RuntimeError('invalid-request', message, problem)
      }
      const { message, conversation } = input as FromSchema<typeof chatInput> // it is checked
      const parts: Part[] = [{ type: 'text', text: message }]
      const request: ChatRequest = {
        question: message,
        messages: [{ role: 'user', parts }],
        ...(conversation === undefined ? {} : { conversation }),
      }
      return { kind: 'result', ...(await audited(session, () => answer(host, persona, request, session))) }
    },
  }
}

/** The line that every call of a tool is worth. */
async function audited<T>({ log, caller }: ToolSession, run: () => Promise<T>): Promise<T> {
  const started = performance.now()
  let outcome = 'answered'
  try {
    return await run()
  } catch (error) {
    outcome = toRuntimeError(error).code
    throw error
  } finally {
    const milliseconds = Math.round((performance.now() - started) * 100) / 100
    const { id: key } = currentCaller()
    const called = { tool: 'chat', toolbox: 'dramatis', caller, outcome, milliseconds }
    log.info(key === '' ? called : { ...called, key }, 'A tool was called.')
  }
}

/** The whole of an answer: its text, then what is no text, then where it comes from. */
async function answer(
  host: SurfaceHost,
  persona: PersonaInfo,
  request: ChatRequest,
  { signal }: ToolSession,
): Promise<ToolAnswer> {
  let text = ''
  const others: Part[] = []
  const sources: string[] = []
  for await (const event of host.ask(persona, [request], { signal }).events) {
    if (event.type === 'text-delta') text += event.text
    else if (event.type === 'part') others.push(event.part)
    else if (event.type === 'source') {
      const { title, url } = event.source
      sources.push(url === undefined ? `- ${title}` : `- [${title}](${url})`)
    }
  }
  const told = sources.length > 0 ? `${text}\n\nSources:\n${[...new Set(sources)].join('\n')}` : text
  return { parts: [{ type: 'text', text: told }, ...others] }
}

function voicePrompt({ name }: PersonaInfo, voice: string): Prompt {
  return {
    name: 'voice',
    title: `The voice of ${name}`,
    description: `Instructions to speak as ${name}.`,
    render: () => voice,
  }
}
