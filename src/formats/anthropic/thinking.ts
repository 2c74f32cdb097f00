import type { Part } from '../../index.ts'

/**
 * A signature is what `opaque` is for, and clients bring it back as they got it. A solver's own that is no text
 * travels as JSON behind this mark.
 */
const mark = 'json:'

export function decodeThinking(text: string, signature: string | null | undefined): Part {
  return { type: 'reasoning', text, ...(signature ? { opaque: decodeSignature(signature) } : {}) }
}

export function encodeSignature(opaque: unknown): string {
  if (opaque === undefined) return ''
  return typeof opaque === 'string' && !opaque.startsWith(mark) ? opaque : mark + JSON.stringify(opaque)
}

/** The text of a thought that the vendor keeps to itself: it has nothing else. */
export function redactedData(text: string, opaque: unknown): string | undefined {
  if (text !== '' || typeof opaque !== 'object' || opaque === null || !('redacted' in opaque)) return undefined
  return typeof opaque.redacted === 'string' ? opaque.redacted : undefined
}

function decodeSignature(signature: string): unknown {
  if (!signature.startsWith(mark)) return signature
  try {
    return JSON.parse(signature.slice(mark.length))
  } catch {
    return signature // somebody else's, that only looks marked
  }
}
