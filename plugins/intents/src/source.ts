import type { FromSchema } from 'dramatis'

const text = { type: 'string', pattern: '\\S' } as const
const texts = { type: 'array', items: text, minItems: 1 } as const

const value = {
  anyOf: [
    text,
    { type: 'number' },
    {
      type: 'object',
      properties: {
        in: { description: 'How people say it.', anyOf: [text, texts] },
        out: { description: 'What the tool gets. Default: the first wording.' },
      },
      required: ['in'],
      additionalProperties: false,
    },
  ],
} as const

const list = {
  anyOf: [
    {
      type: 'object',
      properties: { values: { type: 'array', items: value, minItems: 1 } },
      required: ['values'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        range: {
          type: 'object',
          properties: { from: { type: 'number' }, to: { type: 'number' } },
          required: ['from', 'to'],
          additionalProperties: false,
        },
      },
      required: ['range'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { wildcard: { const: true } },
      required: ['wildcard'],
      additionalProperties: false,
    },
  ],
} as const

const intent = {
  type: 'object',
  properties: {
    name: { description: 'How problems and logs call it.', ...text },
    sentences: { description: 'Templates of what people say.', ...texts },
    tool: { description: 'The tool that is called.', ...text },
    input: { description: 'What the tool gets; "{slot}" stands for what was said.', type: 'object' },
    answer: {
      description: 'What is said then; of several, the first whose gaps can all be filled.',
      anyOf: [text, texts],
    },
    error: { description: 'What is said where the tool fails. Default: "{error}", the message of the tool.', ...text },
  },
  required: ['name', 'sentences', 'tool', 'answer'],
  additionalProperties: false,
} as const

/** What a file of intents holds, and the settings too. */
export const sourceProperties = {
  lang: { description: 'Language of the sentences (BCP 47). Questions in another one are declined.', ...text },
  intents: { type: 'array', items: intent },
  lists: { description: 'What slots may hold, by name.', type: 'object', additionalProperties: list },
  rules: { description: 'Templates that others use as <name>.', type: 'object', additionalProperties: text },
  skipWords: { description: 'Words that may stand anywhere and mean nothing.', type: 'array', items: text },
} as const

export const sourceSchema = { type: 'object', properties: sourceProperties, additionalProperties: false } as const

export type Source = FromSchema<typeof sourceSchema>
export type IntentSource = FromSchema<typeof intent>
export type ListSource = FromSchema<typeof list>
export type ValueSource = FromSchema<typeof value>
