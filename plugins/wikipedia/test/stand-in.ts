import { type Asked, type LookupServer, type Said, startLookupServer } from '../../../test/support/lookup-server.ts'

interface Page {
  extract?: string
  type?: 'standard' | 'disambiguation' | 'no-extract' | 'mainpage'
  /** Titles of redirects to it. */
  redirects?: readonly string[]
  /** The search still finds it. */
  isDeleted?: boolean
}

const wikis: Readonly<Record<string, Readonly<Record<string, Page>>>> = {
  en: {
    'Albert Einstein': {
      extract:
        'Albert Einstein (14 March 1879 – 18 April 1955) was a German-born theoretical physicist. He is best known for developing the theory of relativity. Einstein also made contributions to quantum theory. His mass–energy equivalence formula E = mc2 has been called the world’s most famous equation.',
      redirects: ['Einstein'],
    },
    'Einstein (crater)': { extract: 'Einstein is a large lunar impact crater.' },
    Paris: {
      extract: 'Paris is the capital and largest city of France. It lies on the Seine.',
      redirects: ['Capital of France'],
    },
    'Paris Hilton': { extract: 'Paris Whitney Hilton is an American media personality.' },
    'List of capitals of France': { extract: 'This is a chronological list of capitals of France.' },
    Berlin: { extract: 'Berlin ( ; ) is the capital of Germany. It has 3.7 million inhabitants.' },
    Mercury: { type: 'disambiguation', extract: 'Mercury most commonly refers to:' },
    'Mercury (planet)': { extract: 'Mercury is the first planet from the Sun.' },
    'Mercury (element)': { extract: 'Mercury is a chemical element; it has symbol Hg and atomic number 80.' },
    'Freddie Mercury': { extract: 'Freddie Mercury was a British singer and songwriter.' },
    Phlogiston: { isDeleted: true },
    Nothing: { type: 'no-extract', extract: '' },
    'The Hague': { extract: 'The Hague is the capital city of the South Holland province.' },
    'C++': { extract: 'C++ is a high-level programming language.' },
    'AC/DC': { extract: 'AC/DC are an Australian rock band.' },
    'Square root': { extract: 'In mathematics, a square root of a number x is a number y.' },
    'President of France': { extract: 'The president of France is the head of state of France.' },
    'Go (programming language)': { extract: 'Go is a high-level programming language.' },
    'Sounds Good': { extract: 'Sounds Good is an album.' },
  },
  de: {
    Photosynthese: {
      extract:
        'Die Photosynthese ist ein biochemischer Prozess. Sie wurde am 3. Mai 1779 beschrieben. Pflanzen betreiben sie.',
    },
  },
  fr: { Paris: { extract: 'Paris est la capitale de la France. Elle est sur la Seine.' } },
}

/** A wiki per language, under its language's name, in the response shapes of Wikipedia. */
export async function startWikipedia(fault: () => Said | undefined = () => undefined): Promise<LookupServer> {
  return await startLookupServer((asked) => fault() ?? answer(asked))
}

function answer({ path, query }: Asked): Said {
  const [, lang = '', ...rest] = path.split('/')
  const pages = wikis[lang]
  if (!pages) return { status: 404, body: '<!DOCTYPE html><title>Wiki not found</title>' }
  if (rest.join('/') === 'w/rest.php/v1/search/page') return { body: { pages: search(pages, query['q'] ?? '') } }
  if (rest.slice(0, -1).join('/') === 'api/rest_v1/page/summary') return summary(pages, lang, rest.at(-1) ?? '')
  return { status: 404, body: { errorKey: 'rest-no-match', httpCode: 404, httpReason: 'Not Found' } }
}

function search(pages: Readonly<Record<string, Page>>, q: string): readonly object[] {
  const words = q.toLowerCase().split(/\W+/).filter(Boolean)
  return Object.entries(pages).flatMap(([title, { redirects = [] }], id) => {
    const redirect = redirects.find((name) => name.toLowerCase() === q.toLowerCase())
    if (!redirect && !words.some((word) => title.toLowerCase().includes(word))) return []
    const key = title.replaceAll(' ', '_')
    const excerpt = `<span class="searchmatch">${q}</span>`
    return [{ id, key, title, excerpt, matched_title: redirect ?? null, description: null, thumbnail: null }]
  })
}

function summary(pages: Readonly<Record<string, Page>>, lang: string, encoded: string): Said {
  const key = decodeURIComponent(encoded)
  const title = key.replaceAll('_', ' ')
  const page = pages[title]
  if (!page || page.isDeleted)
    return { status: 404, body: { type: 'Internal error', title: 'Not found.', status: 404 } }
  const url = `https://${lang}.wikipedia.org/wiki/${encodeURI(key)}`
  const body = {
    type: page.type ?? 'standard',
    title,
    displaytitle: `<span class="mw-page-title-main">${title}</span>`,
    namespace: { id: 0, text: '' },
    wikibase_item: 'Q1',
    titles: { canonical: key, normalized: title, display: title },
    pageid: 1,
    lang,
    dir: 'ltr',
    content_urls: { desktop: { page: url, edit: `${url}?action=edit` }, mobile: { page: url } },
    extract: page.extract,
    extract_html: `<p>${page.extract}</p>`,
  }
  return { headers: { 'content-type': 'application/json; charset=utf-8; profile="summary"' }, body }
}
