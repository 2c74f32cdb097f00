import { estimateTokens } from '../core/text.ts'
import type { EmbedRequest } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import type { PersonaInfo, SurfaceHost } from './surface.ts'

/** The vectors of a request's texts, and the tokens of these texts: those that the solver counted, or an estimate. */
export async function embedTexts(
  host: Pick<SurfaceHost, 'embed'>,
  persona: PersonaInfo,
  request: EmbedRequest,
  waiting: Waiting,
): Promise<{ vectors: readonly Float32Array[]; tokens: number }> {
  const { vectors, usage } = await host.embed(persona, request, waiting)
  const bytes = request.inputs.reduce((sum, input) => sum + Buffer.byteLength(input), 0)
  return { vectors, tokens: usage?.inputTokens ?? estimateTokens(bytes) }
}

/** A vector as base64 of little-endian float32, whatever the machine's own order is. */
export function vectorAsBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4)
  return bytes.toString('base64')
}
