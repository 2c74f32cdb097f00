/**
 * A vector in eight bits a number, from -127 to 127: its largest number fills the range. Directions stay what they
 * are, so such vectors are to be compared by their cosine; their lengths are lost.
 */
export function int8(vector: Float32Array): readonly number[] {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return Array.from(vector, (value) => (largest === 0 ? 0 : Math.round((value / largest) * 127) + 0))
}

/** The same, from 1 to 255. */
export function uint8(vector: Float32Array): readonly number[] {
  return int8(vector).map((value) => value + 128)
}

/** The signs of a vector, eight in a byte, the first one highest: 1 for what is above 0. */
export function ubinary(vector: Float32Array): readonly number[] {
  const bytes = new Uint8Array(Math.ceil(vector.length / 8))
  for (const [index, value] of vector.entries()) {
    if (value > 0) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7))
  }
  return Array.from(bytes)
}

/** The same bytes, from -128 to 127. */
export function binary(vector: Float32Array): readonly number[] {
  return ubinary(vector).map((byte) => byte - 128)
}
