import type { Exchange, SurfaceHost } from '../../http/index.ts'
import { estimateTokens, RuntimeError } from '../../index.ts'
import { parseEmbedding } from './wire.ts'

/** `POST /embeddings`. Source: openai/openai-openapi, `createEmbedding`. The SDKs ask for base64 by default. */
export async function embeddings(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const body = parseEmbedding(await exchange.json())
  const inputs = decodeInputs(body.input)
  const persona = host.resolve(body.model ?? '')
  const { vectors, usage } = await host.embed(
    persona,
    { inputs, ...(body.dimensions == null ? {} : { dimensions: body.dimensions }) },
    exchange,
  )
  const tokens = usage?.inputTokens ?? estimateTokens(inputs.reduce((sum, input) => sum + Buffer.byteLength(input), 0))
  const encode = body.encoding_format === 'base64' ? toBase64 : (vector: Float32Array) => Array.from(vector)
  exchange.sendJson(200, {
    object: 'list',
    data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: encode(vector) })),
    model: body.model || persona.name,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  })
}

function decodeInputs(input: ReturnType<typeof parseEmbedding>['input']): readonly string[] {
  const inputs = typeof input === 'string' ? [input] : input
  if (inputs.every((item) => typeof item === 'string')) return inputs
  const message = 'Inputs of token ids cannot be read: send text.'
  throw new RuntimeError('invalid-request', message, { pointer: '/input', problem: 'type' })
}

/** Little-endian float32, whatever the machine's own order is. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4)
  return bytes.toString('base64')
}
