import { defineTool, defineToolbox } from 'dramatis'
import { borrowDictionary, dictionarySettings } from 'dramatis/wordnet'
import { define, type Entry, kinds } from './define.ts'

export default defineToolbox({
  config: {
    type: 'object',
    properties: {
      senses: {
        description: 'How many meanings of a word are told.',
        type: 'integer',
        minimum: 1,
        maximum: 50,
        default: 5,
      },
      ...dictionarySettings,
    },
    additionalProperties: false,
  },
  create: ({ senses, data }, { baseFolder }) => {
    const { dictionary, release } = borrowDictionary(data, baseFolder)
    return {
      tools: [
        defineTool({
          name: 'define',
          title: 'Dictionary',
          description:
            'Tells what an English word or phrase means, with examples and synonyms, from WordNet. The most common ' +
            'meaning comes first. An unknown word has no senses.',
          input: {
            type: 'object',
            properties: {
              word: {
                description: 'A word or a phrase; "mice" is found as "mouse".',
                type: 'string',
                minLength: 1,
                maxLength: 80,
              },
              partOfSpeech: { description: 'Only meanings of this kind.', type: 'string', enum: kinds },
            },
            required: ['word'],
            additionalProperties: false,
          },
          output: {
            type: 'object',
            properties: {
              word: { type: 'string', description: 'As it was asked for.' },
              senses: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    word: { type: 'string', description: 'As the dictionary writes it.' },
                    partOfSpeech: { type: 'string', enum: kinds },
                    definition: { type: 'string' },
                    examples: { type: 'array', items: { type: 'string' } },
                    synonyms: { type: 'array', items: { type: 'string' } },
                  },
                  required: ['word', 'partOfSpeech', 'definition', 'examples', 'synonyms'],
                  additionalProperties: false,
                },
              },
            },
            required: ['word', 'senses'],
            additionalProperties: false,
          },
          annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
          run: ({ word, partOfSpeech }): Entry => define(dictionary, word, partOfSpeech, senses),
        }),
      ],
      close: release,
    }
  },
})
