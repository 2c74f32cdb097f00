import type { Reply } from 'dramatis'
import { excerpt, type WebClient } from 'dramatis/web'
import type { Asked } from './asked.ts'
import { match } from './match.ts'
import { readArticle, search } from './wiki.ts'

const sure = 0.85
const unasked = 0.5
const mostRead = 3

/** The first sentences of the article that fits best, or undefined where none fits. @throws WebError */
export async function answer(
  wiki: WebClient,
  asked: Asked,
  sentences: number,
  signal: AbortSignal,
): Promise<Reply | undefined> {
  const found = await search(wiki, asked.subject, signal)
  const fitting = found
    .map(({ key, titles }) => ({ key, fit: Math.max(...titles.map((title) => match(asked, title))) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit)
  for (const { key, fit } of fitting.slice(0, mostRead)) {
    const article = await readArticle(wiki, key, signal)
    if (!article) continue
    const { title, url, extract } = article
    return {
      text: excerpt(extract, sentences),
      confidence: fit * (asked.explicit ? sure : unasked),
      weak: !asked.explicit,
      sources: [url === undefined ? { title } : { title, url }],
    }
  }
  return undefined
}
