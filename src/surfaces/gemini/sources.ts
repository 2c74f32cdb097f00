import type { Source } from '../../index.ts'

/**
 * The sources of an answer, in both places that a `Candidate` has for them: clients read the one or the other.
 * Positions are bytes of UTF-8 here.
 */
export function encodeSources(sources: readonly Source[], text: string): object {
  if (sources.length === 0) return {}
  const bytes = (end: number): number => Buffer.byteLength(text.slice(0, end))
  const groundingSupports = sources.flatMap(({ start, end }, index) => {
    if (start === undefined || end === undefined) return []
    const segment = { startIndex: bytes(start), endIndex: bytes(end), text: text.slice(start, end) }
    return [{ segment, groundingChunkIndices: [index] }]
  })
  const citationSources = sources.flatMap(({ url: uri, start, end }) => {
    if (uri === undefined) return []
    return [
      {
        ...(start === undefined ? {} : { startIndex: bytes(start) }),
        ...(end === undefined ? {} : { endIndex: bytes(end) }),
        uri,
      },
    ]
  })
  return {
    ...(citationSources.length === 0 ? {} : { citationMetadata: { citationSources } }),
    groundingMetadata: { groundingChunks: sources.map(encodeChunk), groundingSupports },
  }
}

/** A page of the web has an address: clients refuse an answer in which one has none. */
function encodeChunk({ title, url }: Source): object {
  return url === undefined ? { retrievedContext: { title } } : { web: { uri: url, title } }
}
