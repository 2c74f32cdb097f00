import { type Exchange, embedTexts, type SurfaceHost, vectorAsBase64 } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { parseEmbedding } from './wire.ts'

/** `POST /embeddings`. Source: openai/openai-openapi, `createEmbedding`. The SDKs ask for base64 by default. */
export async function embeddings(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const body = parseEmbedding(await exchange.json())
  const inputs = decodeInputs(body.input)
  const persona = host.resolve(body.model ?? '')
  const request = { inputs, ...(body.dimensions == null ? {} : { dimensions: body.dimensions }) }
  const { vectors, tokens } = await embedTexts(host, persona, request, exchange)
  const encode = body.encoding_format === 'base64' ? vectorAsBase64 : (vector: Float32Array) => Array.from(vector)
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
