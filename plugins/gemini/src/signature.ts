/** Told apart from what other vendors want back: a signature that is not its own makes Gemini refuse the request. */
export interface Sealed {
  gemini: string
}

export function seal(signature: string): Sealed {
  return { gemini: signature }
}

/** Undefined for what is not ours. */
export function unseal(opaque: unknown): string | undefined {
  if (typeof opaque !== 'object' || opaque === null || !('gemini' in opaque)) return undefined
  return typeof opaque.gemini === 'string' ? opaque.gemini : undefined
}

/** What Google lets stand for the signature of a call that another model made. */
export const foreign = 'skip_thought_signature_validator'
