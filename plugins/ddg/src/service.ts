import { shape, type WebClient } from 'dramatis/web'

/** The fields that are read. Those without a type are `""`, `[]` or `null` where they hold nothing. */
const read = shape({
  type: 'object',
  properties: {
    Heading: { type: 'string' },
    AbstractText: { type: 'string' },
    AbstractURL: { type: 'string' },
    Answer: {},
    AnswerType: { type: 'string' },
    Definition: { type: 'string' },
    DefinitionURL: { type: 'string' },
    Infobox: {
      anyOf: [
        {
          type: 'object',
          properties: {
            content: {
              type: 'array',
              items: { type: 'object', properties: { label: { type: 'string' }, value: {} } },
            },
          },
        },
        { type: ['string', 'array', 'null'] },
      ],
    },
  },
  required: ['Heading', 'AbstractText'],
})

export type InstantAnswer = ReturnType<typeof read>

/** What DuckDuckGo says at once about a name. @throws WebError */
export async function ask(ddg: WebClient, name: string, signal: AbortSignal): Promise<InstantAnswer | undefined> {
  // Without `no_redirect` a name such as `!g` would send us to another service.
  const query = { q: name, format: 'json', no_html: 1, no_redirect: 1, skip_disambig: 1, t: 'dramatis' }
  return await ddg.json('/', { query, shape: read, signal })
}
