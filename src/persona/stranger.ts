import { suggestion } from '../core/text.ts'
import { isForeignId, wordsOf } from './foreign.ts'

interface Stranger {
  /** What the solver did, as a sentence about `it`. */
  did: string
  /** Ids of solvers that come near to it, best first; the first one that is there is named. */
  closest?: readonly string[]
  /** What to do where none of those is there. */
  instead?: string
}

const nothingYet = 'no solver of this version does that'
const model: Stranger = { did: 'it asked a language model', closest: ['openai'], instead: nothingYet }
const local: Stranger = { ...model, closest: ['ollama', 'openai'] }
const loop: Stranger = { did: 'it let a language model call tools', closest: ['openai'], instead: nothingYet }
const search: Stranger = { did: 'it searched documents', closest: ['faq'] }
const mixture: Stranger = {
  did: 'it asked several solvers and chose among their replies',
  instead: 'put those solvers into the chain, which asks them in order',
}

/** Solvers of OpenVoiceOS without a counterpart, by a word of their ids: one solver has many ids. */
const strangers: Readonly<Record<string, Stranger>> = {
  ...alike(model, 'openai chatgpt groq mistral qwen hugchat kilo opencode'),
  ...alike(local, 'gguf llama llamacpp llmcpp alpacacpp dialogpt oobabooga'),
  claude: { ...model, closest: ['anthropic', 'openai'] },
  gemini: { ...model, closest: ['gemini', 'openai'] },
  react: loop,
  ...alike({ did: 'it spoke to the OVOS message bus', instead: 'nothing here does that' }, 'messagebus bus'),
  hivemind: { did: 'it spoke to a HiveMind', instead: 'nothing here does that' },
  a2a: { did: 'it asked another agent over A2A', closest: ['a2a'], instead: nothingYet },
  pandorabots: { did: 'it asked a chatbot on a server of its makers', closest: ['rivescript', 'eliza'] },
  aiml: { did: 'it chatted by rules in AIML', closest: ['rivescript', 'eliza'] },
  mos: mixture,
  ...alike(search, 'bm25 squad freebase retrieval'),
}

function alike(stranger: Stranger, words: string): Record<string, Stranger> {
  return Object.fromEntries(words.split(' ').map((word) => [word, stranger]))
}

/** Words of ids that tell nothing about what a plugin does. */
const fillers = ['ovos', 'solver', 'plugin', 'chat', 'agent', 'agents', 'skill']

/** What to say after `there is no solver "x"`, of those with these names: what it did, and what comes closest. */
export function describeMissing(id: string, names: readonly string[]): string {
  const words = isForeignId(id) ? wordsOf(id) : []
  const known = words.find((word) => Object.hasOwn(strangers, word))
  const stranger = known === undefined ? undefined : strangers[known]
  if (stranger) return ` here: ${stranger.did}${nextTo(stranger, names)}`
  const core = words.filter((word) => !fillers.includes(word)).join('-')
  const near = suggestion(core, names) || suggestion(id, names)
  return near || '; see "dramatis plugins" for those there are'
}

function nextTo({ closest = [], instead }: Stranger, names: readonly string[]): string {
  const near = closest.find((id) => names.includes(id))
  if (near !== undefined) return `; the closest there is: "${near}"`
  return instead === undefined ? '' : `; ${instead}`
}
