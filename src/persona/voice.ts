import type { PersonaFile } from '../config/persona.gen.ts'
import type { ChatRequest, Message } from '../core/types.ts'

export type PromptStrategy = 'ignore' | 'replace' | 'append'

/** What a persona's language models are told, and what becomes of the instructions that clients send. */
export interface Voice {
  /** Undefined where the file says nothing of a character: models then hear what the client tells them. */
  readonly prompt: string | undefined
  /** Default: `ignore`. */
  readonly strategy?: PromptStrategy | undefined
}

/** The keys of a file that only say who a persona is, as persona-agent has them. */
export const characterKeys = [
  'personal_background',
  'language_style',
  'knowledge_domains',
  'interaction_samples',
  'system_prompt',
] as const

type Character = Pick<PersonaFile, 'name' | 'description' | 'system_prompt_strategy' | (typeof characterKeys)[number]>

export function voiceOf(file: Character, name: string): Voice {
  const prompt = file.system_prompt ?? describeCharacter(file, name)
  return { prompt, strategy: file.system_prompt_strategy }
}

/** The conversation as a language model of the persona is to hear it. `own` is the solver's own prompt. */
export function voiced(request: ChatRequest, { prompt, strategy = 'ignore' }: Voice, own?: string): ChatRequest {
  const text = own ?? prompt
  if (text === undefined || text === '') return request
  const instructions: Message = { role: 'system', parts: [{ type: 'text', text }] }
  const said = request.messages.filter(({ role }) => role !== 'system')
  const given = said.length < request.messages.length
  switch (strategy) {
    case 'ignore':
      return { ...request, messages: [instructions, ...said] }
    case 'replace':
      return given ? request : { ...request, messages: [instructions, ...said] }
    case 'append':
      return { ...request, messages: [instructions, ...request.messages] }
  }
}

/** The fields of a character as instructions, or undefined where there are none. */
function describeCharacter(file: Character, name: string): string | undefined {
  const { description, personal_background, language_style, knowledge_domains, interaction_samples } = file
  const fields = [personal_background, language_style, knowledge_domains, interaction_samples]
  if (fields.every((field) => field === undefined) && !description) return undefined
  const sections = [
    `You are ${name}.`,
    description,
    section('How you speak', facts(language_style)),
    section('Your background', facts(personal_background)),
    section('What you know about', facts(knowledge_domains)),
    section(
      'How you have spoken',
      interaction_samples?.map(({ type, content }) => sample(type, content)),
    ),
    'Stay in character.',
  ]
  return sections.filter((text) => text).join('\n\n')
}

function section(title: string, lines: readonly string[] | undefined): string | undefined {
  return lines?.length ? `${title}:\n${lines.join('\n')}` : undefined
}

/** `common_phrases: ["Elementary."]` becomes `- Common phrases: Elementary.` */
function facts(fields: object | undefined): readonly string[] | undefined {
  return fields && Object.entries(fields).map(([key, value]) => `- ${titled(key)}: ${inWords(value)}`)
}

function titled(key: string): string {
  const words = key.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join('; ')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([key, inner]) => `${titled(key)}: ${inWords(inner)}`)
    .join('; ')
}

function sample(type: string | undefined, content: string): string {
  return `- ${type ? `(${titled(type).toLowerCase()}) ` : ''}${content.trim().replace(/\n/g, '\n  ')}`
}
