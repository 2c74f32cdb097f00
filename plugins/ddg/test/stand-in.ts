import { type LookupServer, type Said, startLookupServer } from '../../../test/support/lookup-server.ts'

/** The response to a name that nobody knows, field for field. */
const nothing = {
  Abstract: '',
  AbstractSource: '',
  AbstractText: '',
  AbstractURL: '',
  Answer: '',
  AnswerType: '',
  Definition: '',
  DefinitionSource: '',
  DefinitionURL: '',
  Entity: '',
  Heading: '',
  Image: '',
  ImageHeight: 0,
  ImageIsLogo: 0,
  ImageWidth: 0,
  Infobox: '' as unknown,
  Redirect: '',
  RelatedTopics: [] as readonly unknown[],
  Results: [] as readonly unknown[],
  Type: '',
  meta: null as unknown,
}

const topic = (text: string) => ({
  FirstURL: `https://duckduckgo.com/${encodeURIComponent(text)}`,
  Icon: { Height: '', URL: '', Width: '' },
  Result: `<a href="https://duckduckgo.com/">${text}</a>`,
  Text: text,
})

const article = (heading: string, text: string) => ({
  Abstract: text,
  AbstractText: text,
  AbstractSource: 'Wikipedia',
  AbstractURL: `https://en.wikipedia.org/wiki/${heading.replaceAll(' ', '_')}`,
  Heading: heading,
  Type: 'A',
  RelatedTopics: [topic(`${heading} bibliography`)],
  meta: { id: 'wikipedia_fathead', src_name: 'Wikipedia', production_state: 'online' },
})

const fact = (label: string, value: unknown) => ({ data_type: 'string', label, value, wiki_order: 0 })
const time = (text: string, precision: number) => ({ after: 0, before: 0, precision, time: text, timezone: 0 })
const infobox = (...content: object[]) => ({
  Infobox: { content, meta: [fact('template_name', 'infobox scientist')] },
})

const known: Readonly<Record<string, Partial<typeof nothing>>> = {
  'stephen hawking': {
    ...article(
      'Stephen Hawking',
      'Stephen William Hawking was an English theoretical physicist. He worked in Cambridge. He wrote books.',
    ),
    ...infobox(
      fact('Instance of', { 'entity-type': 'item', id: 'Q5', 'numeric-id': 5 }),
      fact('Born', time('+1942-01-08T00:00:00Z', 11)),
      fact('Died', time('+2018-03-14T00:00:00Z', 11)),
      fact('Wikidata aliases', ['Hawking', 'S. W. Hawking']),
    ),
  },
  hawking: article('Stephen Hawking', 'Stephen William Hawking was an English theoretical physicist.'),
  'julius caesar': {
    ...article('Julius Caesar', 'Gaius Julius Caesar was a Roman general and statesman.'),
    ...infobox(fact('Died', time('-0044-03-15T00:00:00Z', 11))),
  },
  hildegard: {
    ...article('Hildegard', 'Hildegard was an abbess.'),
    ...infobox(fact('Born', time('+1098-00-00T00:00:00Z', 9)), fact('Died', time('+1179-09-00T00:00:00Z', 10))),
  },
  homer: { ...article('Homer', 'Homer was a poet.'), ...infobox(fact('Born', time('-0800-00-00T00:00:00Z', 7))) },
  'ada lovelace': {
    ...article('Ada Lovelace', 'Ada Lovelace was an English mathematician.'),
    ...infobox(fact('Born', 'in London')),
  },
  mercury: {
    AbstractSource: 'Wikipedia',
    AbstractURL: 'https://en.wikipedia.org/wiki/Mercury',
    Heading: 'Mercury',
    Type: 'D',
    RelatedTopics: [topic('Mercury (planet) The first planet'), { Name: 'Arts', Topics: [topic('Mercury Records')] }],
  },
  ephemeral: {
    Heading: 'Ephemeral',
    Type: 'A',
    Definition: 'ephemeral definition: lasting a very short time.',
    DefinitionSource: 'Merriam-Webster',
    DefinitionURL: 'https://www.merriam-webster.com/dictionary/ephemeral',
  },
  'golden ratio': { Answer: '1.618', AnswerType: 'golden_ratio', Type: 'E' },
  'ip address': { Answer: 'Your IP address is 192.0.2.7', AnswerType: 'ip', Type: 'E' },
  'loan calculator': { Answer: { from: 'calculator', id: 'loan' } as unknown as string, AnswerType: 'loan', Type: 'E' },
  'the simpsons characters': { Heading: 'The Simpsons characters', AbstractSource: 'Wikipedia', Type: 'C' },
  spam: { ...article('Spam', 'Spam is tinned meat.'), AbstractURL: 'javascript:alert(1)' },
}

/** DuckDuckGo's instant answers. They come as JavaScript, and with status 202 where it has nothing yet. */
export async function startDuckDuckGo(fault: () => Said | undefined = () => undefined): Promise<LookupServer> {
  return await startLookupServer(({ query }) => {
    const found = known[query['q']?.toLowerCase() ?? '']
    const headers = { 'content-type': 'application/x-javascript' }
    return fault() ?? { status: found ? 200 : 202, headers, body: { ...nothing, ...found } }
  })
}
