import { vectorAsBase64 } from '../../http/index.ts'
import { binary, int8, ubinary, uint8 } from './quantize.ts'

/** The ways in which a client may have its vectors. */
export const embeddingType = { enum: ['float', 'int8', 'uint8', 'binary', 'ubinary', 'base64'] } as const

export type EmbeddingType = (typeof embeddingType.enum)[number]

const encodings: Record<EmbeddingType, (vector: Float32Array) => unknown> = {
  float: (vector) => Array.from(vector),
  int8,
  uint8,
  binary,
  ubinary,
  base64: vectorAsBase64,
}

/** Vectors by their types: `EmbedByTypeResponseEmbeddings`. */
export function encodeVectors(vectors: readonly Float32Array[], types: readonly EmbeddingType[]): object {
  return Object.fromEntries(types.map((type) => [type, vectors.map(encodings[type])]))
}
