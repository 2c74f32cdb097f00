import { randomUUID } from 'node:crypto'
import { embeddingType, encodeVectors } from '../../formats/cohere/index.ts'
import { type Exchange, embedTexts, type PersonaInfo, type SurfaceHost } from '../../http/index.ts'
import { bodyParser, type EmbedRequest, RuntimeError } from '../../index.ts'
import type { Body } from './invoke.ts'
import { refuse } from './refusals.ts'

type Embedder = (host: SurfaceHost, persona: PersonaInfo, exchange: Exchange, body: Body) => Promise<void>

/**
 * What embeds a body, or nothing for a body that chats. A text alone may be meant either way: it is embedded where its
 * persona can do that.
 */
export function embedderOf(body: Body, model: string, persona: () => PersonaInfo): Embedder | undefined {
  if ('texts' in body || ('inputs' in body && 'input_type' in body)) return cohereEmbed
  if ('inputImage' in body) return titanEmbed
  if (!('inputText' in body) || 'textGenerationConfig' in body) return undefined
  const asks = ['dimensions', 'normalize', 'embeddingTypes', 'embeddingConfig'].some((key) => key in body)
  return asks || model.includes('embed') || persona().embeds ? titanEmbed : undefined
}

const parseTitan = bodyParser({
  type: 'object',
  required: ['inputText'],
  properties: {
    inputText: { type: 'string' },
    inputImage: { type: ['string', 'null'] },
    dimensions: { type: ['integer', 'null'], minimum: 1 },
    normalize: { type: ['boolean', 'null'] },
    embeddingTypes: { type: ['array', 'null'], items: { enum: ['float', 'binary'] } },
    embeddingConfig: {
      type: ['object', 'null'],
      properties: { outputEmbeddingLength: { type: ['integer', 'null'], minimum: 1 } },
    },
  },
})

/** Amazon Titan Embeddings: vectors have the length one unless the client wants them as they are. */
async function titanEmbed(host: SurfaceHost, persona: PersonaInfo, exchange: Exchange, given: Body): Promise<void> {
  const body = parseTitan(given)
  if (body.inputImage != null) refuse('/inputImage', 'Images cannot be embedded: send text.')
  const dimensions = body.dimensions ?? body.embeddingConfig?.outputEmbeddingLength
  const request = { inputs: [body.inputText], ...(dimensions == null ? {} : { dimensions }) }
  const { vectors, tokens } = await embed(host, persona, request, exchange)
  const vector = vectors[0] ?? new Float32Array()
  const float = body.normalize === false ? Array.from(vector) : unit(vector)
  const binary = (): readonly number[] => float.map((value) => (value > 0 ? 1 : 0))
  const types = body.embeddingTypes ?? ['float']
  exchange.sendJson(
    200,
    {
      ...(types.includes('float') ? { embedding: float } : {}),
      ...(body.embeddingConfig == null
        ? { embeddingsByType: Object.fromEntries(types.map((type) => [type, type === 'float' ? float : binary()])) }
        : {}),
      inputTextTokenCount: tokens,
    },
    headers(tokens),
  )
}

const parseCohere = bodyParser({
  type: 'object',
  properties: {
    texts: { type: ['array', 'null'], minItems: 1, maxItems: 96, items: { type: 'string' } },
    inputs: {
      type: ['array', 'null'],
      minItems: 1,
      maxItems: 96,
      items: {
        type: 'object',
        required: ['content'],
        properties: {
          content: { type: 'array', items: { type: 'object', properties: { text: { type: 'string' } } } },
        },
      },
    },
    images: { type: ['array', 'null'], maxItems: 0 },
    input_type: { type: ['string', 'null'] },
    embedding_types: { type: ['array', 'null'], items: embeddingType },
    output_dimension: { type: ['integer', 'null'], minimum: 1 },
  },
})

/** Cohere Embed. */
async function cohereEmbed(host: SurfaceHost, persona: PersonaInfo, exchange: Exchange, given: Body): Promise<void> {
  const body = parseCohere(given)
  const texts = body.texts ?? (body.inputs ?? []).map(({ content }) => content.map(textOfPart).join('\n'))
  if (texts.length === 0) refuse('/texts', 'There must be a text.')
  const { input_type: purpose, output_dimension: dimensions } = body
  const request = {
    inputs: texts,
    ...(purpose ? { purpose } : {}),
    ...(dimensions == null ? {} : { dimensions }),
  }
  const { vectors, tokens } = await embed(host, persona, request, exchange)
  const byType = body.embedding_types?.length ? encodeVectors(vectors, body.embedding_types) : undefined
  exchange.sendJson(
    200,
    {
      id: randomUUID(),
      response_type: byType ? 'embeddings_by_type' : 'embeddings_floats',
      embeddings: byType ?? vectors.map((vector) => Array.from(vector)),
      texts,
    },
    headers(tokens),
  )
}

function textOfPart(part: { readonly text?: string | undefined }, index: number): string {
  return part.text ?? refuse(`/inputs/content/${index}`, 'Images cannot be embedded: send texts.')
}

async function embed(host: SurfaceHost, persona: PersonaInfo, request: EmbedRequest, exchange: Exchange) {
  if (!persona.embeds) {
    const message = `The model ${persona.name} does not support embeddings: no solver of its chain does.`
    throw new RuntimeError('unsupported', message)
  }
  return await embedTexts(host, persona, request, exchange)
}

function headers(tokens: number): Record<string, string> {
  return { 'content-type': 'application/json', 'x-amzn-bedrock-input-token-count': String(tokens) }
}

function unit(vector: Float32Array): readonly number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return Array.from(vector, (value) => (length === 0 ? value : value / length))
}
