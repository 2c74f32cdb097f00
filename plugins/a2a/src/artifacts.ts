import { createHash } from 'node:crypto'
import type { Part as A2APart, Artifact } from '@a2a-js/sdk'
import type { SolverEvent } from 'dramatis'
import { decodePart } from './parts.ts'

/** What has been said of an artifact. */
interface Said {
  readonly name: string
  text: string
  /** Prints of the parts that are no text. */
  readonly others: Set<string>
  ended: boolean
}

export interface Piece {
  artifact: Artifact
  /** Its parts follow those that came before. Otherwise they are all that there is by now. */
  append: boolean
  last: boolean
}

type Words = SolverEvent & { type: 'text-delta' | 'part' }

/**
 * Says artifacts as they grow. Whatever has been said is not said again: agents send a task as a whole after its
 * pieces, or the same artifact longer and longer.
 */
export class Artifacts {
  readonly #earlier: Readonly<Record<string, string>>
  readonly #said = new Map<string, Said>()
  #latest: Said | undefined

  /** @param earlier prints of artifacts that were said in turns before, by their ids */
  constructor(earlier: Readonly<Record<string, string>> = {}) {
    this.#earlier = earlier
  }

  /** Whether exactly that text has been said, by an artifact or by all of them. */
  haveSaid(text: string): boolean {
    const texts = [...this.#said.values()].map((said) => said.text.trim())
    return texts.includes(text.trim()) || texts.join('') === text.trim()
  }

  /** Prints of all of them, by their ids. */
  prints(): Record<string, string> {
    const own = [...this.#said].map(([id, said]) => [id, printOfSaid(said)])
    return { ...this.#earlier, ...Object.fromEntries(own) }
  }

  add({ artifact, append, last }: Piece): SolverEvent[] {
    const { artifactId: id, name } = artifact
    const place = { id, ...(name === '' ? {} : { name }), ...(append ? { append } : {}), ...(last ? { last } : {}) }
    const known = this.#said.get(id)
    const said = known ?? { name, text: '', others: new Set(), ended: false }
    const events = artifact.parts.flatMap((part) => toWords(part, said.others, place))
    const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
    if (!known && !append && this.#wasSaid(id, text, said.others)) return []
    const isLonger = text.startsWith(said.text)
    const gap = !append && this.#latest && (known ? !isLonger : !this.#goesOn(said)) ? '\n\n' : ''
    this.#said.set(id, said)
    said.ended = last
    if (!append && said.text.startsWith(text)) return events.filter(({ type }) => type === 'part')
    const fresh = append || !isLonger ? events : withoutText(events, said.text.length)
    said.text = append ? said.text + text : text
    this.#latest = said
    return gap === '' ? fresh : [{ type: 'text-delta', text: gap }, ...fresh]
  }

  #wasSaid(id: string, text: string, others: ReadonlySet<string>): boolean {
    const print = Object.hasOwn(this.#earlier, id) ? this.#earlier[id] : undefined
    return print !== undefined && print === printOfSaid({ text, others })
  }

  /** Some agents send every word as an artifact of its own, always with the same name. */
  #goesOn({ name }: Said): boolean {
    return name !== '' && name === this.#latest?.name && !this.#latest.ended
  }
}

/** Nothing for what is no text and has been said. */
function toWords(given: A2APart, others: Set<string>, artifact: { id: string }): Words[] {
  const part = decodePart(given)
  if (part === undefined) return []
  if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text-delta', text: part.text }]
  const print = printOfPart(given)
  if (others.has(print)) return []
  others.add(print)
  return [{ type: 'part', part, artifact }]
}

/** Events without the first characters of their text. */
function withoutText(events: readonly Words[], length: number): Words[] {
  let skip = length
  return events.flatMap((event): Words[] => {
    if (event.type === 'part') return [event]
    const text = event.text.slice(skip)
    skip = Math.max(0, skip - event.text.length)
    return text === '' ? [] : [{ ...event, text }]
  })
}

function printOfPart({ content, mediaType, filename }: A2APart): string {
  const hash = createHash('sha256').update(`${content?.$case}\n${mediaType}\n${filename}\n`)
  if (content?.$case === 'raw') hash.update(content.value)
  else hash.update(JSON.stringify(content?.value) ?? '')
  return hash.digest('base64')
}

function printOfSaid({ text, others }: { text: string; others: ReadonlySet<string> }): string {
  return createHash('sha256')
    .update(JSON.stringify([text, ...others]))
    .digest('base64')
}
