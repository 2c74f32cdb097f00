import { endianness } from 'node:os'
import type { Bytes } from './tables.ts'

const isLittle = endianness() === 'LE'

/** A vector as it is kept: float32, little-endian. */
export function bytesOfVector(vector: Float32Array): Buffer {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
  return isLittle ? bytes : Buffer.from(bytes).swap32()
}

export function vectorOf(bytes: Bytes | null | undefined): Float32Array | undefined {
  if (bytes == null) return undefined
  const copy = Buffer.from(new Uint8Array(bytes).slice().buffer) // aligned, which a database's own need not be
  if (!isLittle) copy.swap32()
  return new Float32Array(copy.buffer, copy.byteOffset, copy.length / 4)
}
