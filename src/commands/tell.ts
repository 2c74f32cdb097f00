import type { FinishReason, MaybePromise, Part, Source, TurnEvent, Usage } from '../core/types.ts'

/** What became of one answer. `error` is there where it never came, or broke off. */
export interface Told {
  answer: string
  solver?: string
  finish?: FinishReason
  usage?: Usage
  sources: Source[]
  error?: unknown
}

/** Listens to an answer to its end, and shows its text as it comes. What a terminal cannot show is put into words. */
export async function tell(
  events: AsyncIterable<TurnEvent>,
  show: (text: string) => MaybePromise<void>,
): Promise<Told> {
  const told: Told = { answer: '', sources: [] }
  try {
    for await (const event of events) {
      const text = take(event, told)
      if (text === '') continue
      told.answer += text
      await show(text)
    }
  } catch (error) {
    told.error = error
  }
  return told
}

/** The sources of an answer, a line for each. */
export function sourceLines(sources: readonly Source[]): string {
  const lines = sources.map(({ title, url }) => (url === undefined ? `  ${title}\n` : `  ${title}  ${url}\n`))
  return lines.length === 0 ? '' : `Sources:\n${[...new Set(lines)].join('')}`
}

/** The text that an event adds to the answer. */
function take(event: TurnEvent, told: Told): string {
  switch (event.type) {
    case 'start':
      told.solver = event.solver
      return ''
    case 'text-delta':
      return event.text
    case 'part':
      return onItsOwnLine(textOfPart(event.part), told.answer)
    case 'source':
      told.sources.push(event.source)
      return ''
    case 'finish':
      told.finish = event.reason
      if (event.usage) told.usage = event.usage
      return ''
    case 'reasoning-delta':
    case 'status':
    case 'tool-input-delta':
    case 'tool-call':
      return '' // the way to the answer, not the answer
  }
}

function onItsOwnLine(text: string, before: string): string {
  return text === '' || before === '' || before.endsWith('\n') ? text : `\n${text}`
}

function textOfPart(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'data':
      return `${JSON.stringify(part.data, null, 2)}\n`
    case 'image':
    case 'audio':
    case 'file': {
      const where = part.data instanceof URL ? part.data.href : `${part.data.byteLength} bytes`
      return `[${part.name ?? part.type}, ${part.mediaType}: ${where}]\n`
    }
    case 'reasoning':
    case 'call':
      return ''
  }
}
