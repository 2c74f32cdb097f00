import type { Source } from 'dramatis'
import type { Candidate, Citation, GroundingMetadata } from './wire.ts'

/** Where an answer of that text comes from: what the model looked up, and what else it quotes. */
export function sourcesOf(text: string, { groundingMetadata, citationMetadata }: Candidate): readonly Source[] {
  const grounded = groundingMetadata ? groundedIn(text, groundingMetadata) : []
  const known = new Set(grounded.map(({ url }) => url))
  const cited = (citationMetadata?.citationSources ?? []).filter(({ uri }) => uri !== undefined && !known.has(uri))
  return [...grounded, ...cited.map((citation) => quoted(text, citation))]
}

/** A source for every passage that rests on it, or one for all where no passage does. */
function groundedIn(text: string, { groundingChunks = [], groundingSupports = [] }: GroundingMetadata): Source[] {
  return groundingChunks.flatMap((chunk, index): Source[] => {
    const [page] = Object.values(chunk) // of the web, of a map, of a store of documents
    const { uri, title } = page ?? {}
    const source = { title: title ?? uri ?? 'source', ...(uri === undefined ? {} : { url: uri }) }
    const passages = groundingSupports.flatMap(({ segment, groundingChunkIndices = [] }) =>
      segment && groundingChunkIndices.includes(index) ? [passageOf(text, segment)] : [],
    )
    return passages.length === 0 ? [source] : passages.map((passage) => ({ ...source, ...passage }))
  })
}

function quoted(text: string, { uri = '', ...passage }: Citation): Source {
  return { title: uri, url: uri, ...passageOf(text, passage) }
}

type Passage = Pick<Source, 'start' | 'end'>

/** Bytes as offsets into the text. They count from the beginning of a part: where they miss, the words are looked for. */
function passageOf(text: string, segment: { startIndex?: number; endIndex?: number; text?: string }): Passage {
  const { startIndex = 0, endIndex, text: words } = segment
  if (endIndex === undefined) return {}
  const bytes = Buffer.from(text)
  const offset = (index: number): number => bytes.toString('utf8', 0, index).length
  const passage = { start: offset(startIndex), end: offset(endIndex) }
  if (words === undefined || text.slice(passage.start, passage.end) === words) return passage
  const found = text.indexOf(words)
  return found < 0 ? {} : { start: found, end: found + words.length }
}
