import { defineSolver, primaryLanguage, RuntimeError } from 'dramatis'
import { supportedLanguages } from 'dramatis/questions'
import { createWebClient, webSettings } from 'dramatis/web'
import { answer } from './answer.ts'
import { lookedFor } from './asked.ts'

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      ...webSettings,
      baseUrl: {
        description: 'Where the wiki is; `{lang}` stands for the language of the question.',
        type: 'string',
        minLength: 1,
        default: 'https://{lang}.wikipedia.org',
      },
      lang: {
        description: 'The one language to look things up in. Default: that of the question.',
        type: 'string',
        minLength: 2,
      },
      sentences: {
        description: 'How many sentences of an article an answer gives.',
        type: 'integer',
        minimum: 1,
        maximum: 20,
        default: 2,
      },
    },
    additionalProperties: false,
  },
  create: ({ baseUrl, lang: only, sentences, requestTimeout, ...settings }) => {
    const languages = only === undefined ? supportedLanguages : [supported(only)]
    if (only === undefined && !baseUrl.includes('{lang}')) {
      const text = `Setting "baseUrl" (${baseUrl}) is a wiki in one language: put {lang} into it, or say which in "lang".`
      throw new RuntimeError('plugin-failed', text)
    }
    const wikis = new Map(
      languages.map((lang) => {
        const client = createWebClient({
          ...settings,
          baseUrl: baseUrl.replaceAll('{lang}', lang),
          timeout: requestTimeout,
        })
        return [lang, client] as const
      }),
    )
    return {
      solve: ({ question }, context) => {
        const asked = lookedFor(question, only ?? context.lang)
        const wiki = asked && wikis.get(asked.lang)
        return wiki && answer(wiki, asked, sentences, context.signal)
      },
      close: async () => {
        await Promise.all([...wikis.values()].map((wiki) => wiki.close()))
      },
    }
  },
})

/** The primary subtag of a language whose questions are understood. */
function supported(tag: string): string {
  const lang = primaryLanguage(tag)
  if (supportedLanguages.includes(lang)) return lang
  const text = `Setting "lang" is "${tag}", but questions are understood in ${supportedLanguages.join(', ')} only.`
  throw new RuntimeError('plugin-failed', text)
}
