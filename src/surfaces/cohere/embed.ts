import { randomUUID } from 'node:crypto'
import { type EmbeddingType, encodeVectors } from '../../formats/cohere/index.ts'
import { type Exchange, embedTexts, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { resolveModel } from './models.ts'
import { parseV1Embed, parseV2Embed, type V2EmbedBody } from './wire.ts'

interface Asked {
  model: string
  texts: readonly string[]
  purpose?: string
  dimensions?: number
}

/** `POST /v1/embed`. Source: Cohere's API reference, "Embed" of version 1. */
export async function embedV1(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const body = parseV1Embed(await exchange.json())
  if (body.images?.length) throw noImages('/images')
  const texts = someTexts(body.texts)
  const asked = { model: body.model ?? '', texts, ...(body.input_type ? { purpose: body.input_type } : {}) }
  const { vectors, meta } = await embed(host, exchange, asked, '1')
  const byType = body.embedding_types?.length ? encodeVectors(vectors, body.embedding_types) : undefined
  exchange.sendJson(200, {
    response_type: byType ? 'embeddings_by_type' : 'embeddings_floats',
    id: randomUUID(),
    embeddings: byType ?? vectors.map((vector) => Array.from(vector)),
    texts,
    meta,
  })
}

/** `POST /v2/embed`. Source: Cohere's API reference, "Embed" of version 2. */
export async function embedV2(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const body = parseV2Embed(await exchange.json())
  if (body.images?.length) throw noImages('/images')
  const texts = someTexts(body.texts?.length ? body.texts : body.inputs?.map(textOfInput))
  const asked = {
    model: body.model ?? '',
    texts,
    ...(body.input_type ? { purpose: body.input_type } : {}),
    ...(body.output_dimension == null ? {} : { dimensions: body.output_dimension }),
  }
  const { vectors, meta } = await embed(host, exchange, asked, '2')
  const types: readonly EmbeddingType[] = body.embedding_types?.length ? body.embedding_types : ['float']
  const embeddings = encodeVectors(vectors, types)
  exchange.sendJson(200, { response_type: 'embeddings_by_type', id: randomUUID(), embeddings, texts, meta })
}

async function embed(
  host: SurfaceHost,
  exchange: Exchange,
  { model, texts, ...rest }: Asked,
  version: string,
): Promise<{ vectors: readonly Float32Array[]; meta: object }> {
  const persona = resolveModel(host, model)
  if (!persona.embeds) {
    const message = `model '${model || persona.name}' cannot embed: no solver of the persona does.`
    // Not `unsupported`: the SDKs try that status again, twice.
    throw new RuntimeError('invalid-request', message, { pointer: '/model', problem: 'value' })
  }
  const { vectors, tokens } = await embedTexts(host, persona, { inputs: texts, ...rest }, exchange)
  return { vectors, meta: { api_version: { version }, billed_units: { input_tokens: tokens } } }
}

function someTexts(texts: readonly string[] | null | undefined): readonly string[] {
  if (texts?.length) return texts
  throw new RuntimeError('invalid-request', 'at least one text is needed.', { pointer: '/texts', problem: 'missing' })
}

function textOfInput({ content }: NonNullable<V2EmbedBody['inputs']>[number], index: number): string {
  const texts = content.map((part, at) => {
    if (part.type === 'image_url') throw noImages(`/inputs/${index}/content/${at}`)
    return part.text ?? ''
  })
  return texts.join('\n')
}

function noImages(pointer: string): RuntimeError {
  return new RuntimeError('invalid-request', 'images cannot be embedded; send texts.', { pointer, problem: 'value' })
}
