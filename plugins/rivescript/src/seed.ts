/** Where a conversation has got to: a number to seed its random choices with, and a name to know it by. */
export interface Trail {
  readonly seed: number
  readonly check: number
  readonly name: string
}

/** The trail one message further. The same messages in the same order give the same trail. */
export function trail(before: Trail | undefined, message: string): Trail {
  const seed = mix(before?.seed ?? 0x811c9dc5, message, 0x01000193)
  const check = mix(before?.check ?? 0x2f0b4a27, message, 0x85ebca6b)
  return { seed, check, name: `${seed.toString(36)}.${check.toString(36)}` }
}

/** Numbers from 0 up to 1, the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return ((Math.imul(state, 0x9e3779b1) >>> 0) % 1_000_003) / 1_000_003
  }
}

/** A hash in the manner of FNV-1a, closed with the length so that messages cannot run into each other. */
function mix(start: number, text: string, prime: number): number {
  let hash = start
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), prime)
  return Math.imul(hash ^ text.length ^ 0x5bd1e995, prime) >>> 0
}
