import type { Tree } from '../json-tree.ts'

/** What bodies of every format are made of. */

export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
export const pdf = Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64')
export const wav = Buffer.from('RIFF').toString('base64')
export const page = 'https://example.com/a.png'

export const schema: Tree = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'Where.' },
    days: { type: 'integer', minimum: 1 },
    unit: { enum: ['C', 'F'] },
    places: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
  },
  required: ['city'],
  additionalProperties: false,
}

/** Questions at which the solver does something of its own. */
export const questions = ['plain', 'What is new?', 'refuse', 'late failure', 'early failure', 'nothing']
