import { shape, type WebClient } from 'dramatis/web'

const results = 5

const readResults = shape({
  type: 'object',
  properties: {
    pages: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          key: { type: 'string' },
          title: { type: 'string' },
          matched_title: { type: ['string', 'null'] },
        },
        required: ['key', 'title'],
      },
    },
  },
  required: ['pages'],
})

const readSummary = shape({
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    extract: { type: 'string' },
    content_urls: {
      type: 'object',
      properties: { desktop: { type: 'object', properties: { page: { type: 'string' } } } },
    },
  },
  required: ['type', 'title'],
})

/** A page that a search found. */
export interface Found {
  /** Its title as paths have it. */
  readonly key: string
  /** Its title, and the title of the redirect that was found where it was one. */
  readonly titles: readonly string[]
}

export interface Article {
  readonly title: string
  readonly extract: string
  readonly url: string | undefined
}

/** The pages that a wiki finds for a name, best first. @throws WebError */
export async function search(wiki: WebClient, name: string, signal: AbortSignal): Promise<readonly Found[]> {
  const query = { q: name, limit: results }
  const found = await wiki.json('/w/rest.php/v1/search/page', { query, shape: readResults, signal })
  return (found?.pages ?? []).map(({ key, title, matched_title: redirect }) => ({
    key,
    titles: redirect ? [title, redirect] : [title],
  }))
}

/** The beginning of an article; undefined for a page that is none, such as a list of namesakes. @throws WebError */
export async function readArticle(wiki: WebClient, key: string, signal: AbortSignal): Promise<Article | undefined> {
  const path = `/api/rest_v1/page/summary/${encodeURIComponent(key)}`
  const summary = await wiki.json(path, { shape: readSummary, absent: [404], signal })
  if (summary?.type !== 'standard' || !summary.extract?.trim()) return undefined
  const url = summary.content_urls?.desktop?.page
  return { title: summary.title, extract: summary.extract, url: url?.startsWith('https://') ? url : undefined }
}
