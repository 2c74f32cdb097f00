import type { Source } from '../../index.ts'
import type { BodyMessage } from './block-wire.ts'

/**
 * Whether a client asks for citations, for a document of its own or for a search result. Nobody else gets them among
 * the content of an answer, as at the vendor: many clients fail at a block that they did not ask for.
 */
export function asksForCitations(messages: readonly BodyMessage[]): boolean {
  return messages.some(({ content }) =>
    content.some(({ document, searchResult, toolResult }) =>
      [{ document, searchResult }, ...(toolResult?.content ?? [])].some(
        (block) => block.document?.citations?.enabled || block.searchResult?.citations?.enabled,
      ),
    ),
  )
}

/** `Citation` of a source. */
export function encodeCitation({ title, url }: Source): object {
  if (url === undefined) return { title, source: title, sourceContent: [] }
  const domain = URL.canParse(url) ? { domain: new URL(url).hostname } : {}
  return { title, source: url, sourceContent: [], location: { web: { url, ...domain } } }
}
