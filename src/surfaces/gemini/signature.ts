/** Marks bytes that hold JSON, and not what some vendor signed. */
const mark = 'json:'

/** What a solver wants back unread, as a `thoughtSignature`: base64 as it is, and anything else packed into base64. */
export function encodeSignature(opaque: unknown): string {
  if (typeof opaque === 'string' && opaque !== '' && recoded(opaque) === opaque) return opaque
  return Buffer.from(mark + JSON.stringify(opaque)).toString('base64')
}

/** What a solver gave for a signature. Some clients send it back in the URL-safe alphabet. */
export function decodeSignature(signature: string): unknown {
  const text = Buffer.from(signature, 'base64').toString()
  if (!text.startsWith(mark)) return recoded(signature)
  try {
    return JSON.parse(text.slice(mark.length))
  } catch {
    return recoded(signature) // a client's own, which only begins alike
  }
}

function recoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('base64')
}
