import { durationPattern, type FromSchema, milliseconds } from '../../../index.ts'

/** What the surface keeps of files and vector stores: `surfaces.openai` in the settings. */
export const fileSettings = {
  type: 'object',
  properties: {
    fileBytes: {
      description: 'Bytes that one file may have; the limit for bodies counts too.',
      type: 'integer',
      minimum: 1,
      default: 32 * 1024 * 1024,
    },
    storageBytes: {
      description: 'Bytes that the files of one caller and what is indexed of them may have together.',
      type: 'integer',
      minimum: 1,
      default: 1024 ** 3,
    },
    files: { description: 'Files that are kept of one caller.', type: 'integer', minimum: 1, default: 10_000 },
    vectorStores: {
      description: 'Vector stores that are kept of one caller.',
      type: 'integer',
      minimum: 1,
      default: 1000,
    },
    fileTtl: {
      description:
        'How long a file is kept after it came, and a vector store after it was last used, where the client says ' +
        'nothing. Default: until they are deleted.',
      type: ['string', 'number'],
      pattern: durationPattern,
      exclusiveMinimum: 0,
    },
    indexBytes: {
      description: 'Bytes that the indexes of vector stores may have in memory, as far as that can be estimated.',
      type: 'integer',
      minimum: 1,
      default: 256 * 1024 * 1024,
    },
    embedder: {
      description:
        'The id, name or alias of the persona that embeds what vector stores hold. Default: the first that can; ' +
        'false is none.',
      anyOf: [{ type: 'string', minLength: 1 }, { const: false }],
    },
  },
  additionalProperties: false,
} as const

export type FileSettings = FromSchema<typeof fileSettings>

/** Milliseconds, or undefined where things are kept until they are deleted. */
export function lifetime({ fileTtl }: FileSettings): number | undefined {
  return fileTtl === undefined ? undefined : milliseconds(fileTtl)
}
