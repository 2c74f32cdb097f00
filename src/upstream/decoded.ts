import { pipeline, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { SolverError } from '../core/solver-error.ts'

const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }

/**
 * What a body says without its content coding. Nobody asks for one, and some servers have it all the same.
 * @throws SolverError for a coding that is not known, and for a body that breaks off or is not in it
 */
export async function* decoded(body: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  const name = coding.trim().toLowerCase()
  if (!isKnown(name)) throw new SolverError('server-error', `The upstream sent a body in an unknown coding: ${name}`)
  const decoder = decoders[name]()
  pipeline(Readable.from(body), decoder, () => {}) // whoever reads is told
  try {
    yield* decoder
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error)) throw error // as all that zlib throws
    throw new SolverError('server-error', `The upstream sent a body that is not ${name}, or half of it.`, {
      cause: error,
    })
  }
}

function isKnown(name: string): name is keyof typeof decoders {
  return Object.hasOwn(decoders, name)
}
