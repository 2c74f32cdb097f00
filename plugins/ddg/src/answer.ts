import type { Reply, Source } from 'dramatis'
import { excerpt } from 'dramatis/web'
import type { Asked } from './asked.ts'
import { spokenDate } from './date.ts'
import type { InstantAnswer } from './service.ts'

const confidences = { sameName: 0.8, otherName: 0.6 }
/** Answers about whoever asks, which is this host. */
const personal: ReadonlySet<string> = new Set(['ip', 'useragent'])

/** The reply that an instant answer makes, or undefined where it holds none. */
export function toReply(asked: Asked, said: InstantAnswer, sentences: number): Reply | undefined {
  const found = asked.event === undefined ? textOf(asked, said) : dateOf(asked.event, said)
  if (found === undefined) return undefined
  const isSame = said.Heading.toLowerCase() === asked.subject.toLowerCase()
  return {
    text: excerpt(found.text, sentences),
    confidence: isSame ? confidences.sameName : confidences.otherName,
    sources: [...source(said.Heading || asked.subject, found.url), duckDuckGo(asked.subject)],
  }
}

interface Finding {
  readonly text: string
  readonly url: string | undefined
}

function textOf({ isDefinition }: Asked, said: InstantAnswer): Finding | undefined {
  const definition = finding(said.Definition, said.DefinitionURL)
  const abstract = finding(said.AbstractText, said.AbstractURL)
  const answer = personal.has(said.AnswerType ?? '') ? undefined : finding(said.Answer, undefined)
  return isDefinition ? (definition ?? abstract ?? answer) : (abstract ?? answer ?? definition)
}

function finding(text: unknown, url: string | undefined): Finding | undefined {
  return typeof text === 'string' && text.trim() !== '' ? { text, url } : undefined
}

const events = {
  birth: { label: 'born', verb: 'was born' },
  death: { label: 'died', verb: 'died' },
} as const

function dateOf(event: 'birth' | 'death', { Heading, AbstractURL, Infobox }: InstantAnswer): Finding | undefined {
  if (typeof Infobox !== 'object' || Infobox === null || !('content' in Infobox)) return undefined
  const { label, verb } = events[event]
  const date = spokenDate(Infobox.content?.find((fact) => fact.label?.toLowerCase() === label)?.value)
  return date === undefined ? undefined : { text: `${Heading} ${verb} ${date}.`, url: AbstractURL }
}

function source(title: string, url: string | undefined): readonly Source[] {
  return url !== undefined && /^https?:\/\//.test(url) ? [{ title, url }] : []
}

/** Its terms ask to be named beside the source itself. */
function duckDuckGo(subject: string): Source {
  return { title: 'DuckDuckGo', url: `https://duckduckgo.com/?q=${encodeURIComponent(subject)}` }
}
