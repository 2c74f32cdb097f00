import { type Exchange, embedTexts, type PersonaInfo, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { nanoseconds } from './answer.ts'
import { resolveModel } from './models.ts'
import { parseEmbed, parseEmbeddings } from './wire.ts'

/** `POST /api/embed`. Source: ollama/ollama, `EmbedHandler`: its vectors have the length one. */
export async function embed(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const startedAt = performance.now()
  const body = parseEmbed(await exchange.json())
  const persona = embedder(host, body.model ?? '')
  const inputs = typeof body.input === 'string' ? [body.input].filter((text) => text !== '') : (body.input ?? [])
  const model = body.model || persona.name
  if (inputs.length === 0) return exchange.sendJson(200, { model, embeddings: [] })
  const request = { inputs, ...(body.dimensions ? { dimensions: body.dimensions } : {}) }
  const { vectors, tokens } = await embedTexts(host, persona, request, exchange)
  exchange.sendJson(200, {
    model,
    embeddings: vectors.map(unit),
    total_duration: nanoseconds(performance.now() - startedAt),
    load_duration: 0,
    prompt_eval_count: tokens,
  })
}

/** `POST /api/embeddings`, the older way: one text, and the vector as it is. */
export async function embeddings(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const body = parseEmbeddings(await exchange.json())
  const persona = embedder(host, body.model ?? '')
  if (!body.prompt) return exchange.sendJson(200, { embedding: [] })
  const { vectors } = await host.embed(persona, { inputs: [body.prompt] }, exchange)
  exchange.sendJson(200, { embedding: Array.from(vectors[0] ?? []) })
}

function embedder(host: SurfaceHost, model: string): PersonaInfo {
  const persona = resolveModel(host, model)
  if (persona.embeds) return persona
  const message = `${JSON.stringify(model || persona.name)} does not support embeddings: no solver of its chain does.`
  throw new RuntimeError('unsupported', message)
}

function unit(vector: Float32Array): readonly number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return Array.from(vector, (value) => (length === 0 ? value : value / length))
}
