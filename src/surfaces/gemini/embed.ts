import { type Exchange, embedTexts, type PersonaInfo, type SurfaceHost } from '../../http/index.ts'
import { type EmbedRequest, RuntimeError } from '../../index.ts'
import type { Address } from './address.ts'
import { type EmbedBody, parseBatchEmbed, parseEmbed } from './embed-wire.ts'

/** `embedContent`. Source: googleapis/googleapis, `generative_service.proto`. */
export async function embedContent(host: SurfaceHost, exchange: Exchange, { model }: Address): Promise<void> {
  const request = toRequest(parseEmbed(await exchange.json()), '')
  const [values = []] = await embedAll(host, host.resolve(model), [request], exchange)
  exchange.sendJson(200, { embedding: { values } })
}

/** `batchEmbedContents`. All of its requests are for one model; how they want their vectors may differ. */
export async function batchEmbedContents(host: SurfaceHost, exchange: Exchange, { model }: Address): Promise<void> {
  const { requests } = parseBatchEmbed(await exchange.json())
  refuseOthers(requests, model)
  const persona = host.resolve(model)
  const read = requests.map((request, index) => toRequest(request, `/requests/${index}`))
  const vectors = await embedAll(host, persona, read, exchange)
  exchange.sendJson(200, { embeddings: vectors.map((values) => ({ values })) })
}

/** @throws RuntimeError `invalid-request` for a request that names another model than the batch. */
function refuseOthers(requests: readonly EmbedBody[], model: string): void {
  const other = requests.findIndex((request) => request.model && request.model.replace(/^.*?models\//i, '') !== model)
  if (other < 0) return
  const message = 'The model of every request must be that of the batch.'
  throw new RuntimeError('invalid-request', message, { pointer: `/requests/${other}/model`, problem: 'value' })
}

interface TextRequest extends Omit<EmbedRequest, 'inputs'> {
  input: string
}

function toRequest(body: EmbedBody, at: string): TextRequest {
  const { taskType, outputDimensionality } = { ...body.embedContentConfig, ...body }
  return {
    input: textOf(body, `${at}/content/parts`),
    ...(outputDimensionality ? { dimensions: outputDimensionality } : {}),
    ...(taskType === undefined || taskType === 'TASK_TYPE_UNSPECIFIED' ? {} : { purpose: taskType }),
  }
}

function textOf({ content }: EmbedBody, at: string): string {
  const texts = (content.parts ?? []).map(({ text }, index) => {
    if (text !== undefined) return text
    const message = 'Only text can be embedded.'
    throw new RuntimeError('invalid-request', message, { pointer: `${at}/${index}`, problem: 'value' })
  })
  if (texts.length > 0) return texts.join('')
  throw new RuntimeError('invalid-request', 'content.parts must not be empty.', { pointer: at, problem: 'missing' })
}

/** Requests that want the same are put to the persona together. */
async function embedAll(
  host: SurfaceHost,
  persona: PersonaInfo,
  requests: readonly TextRequest[],
  exchange: Exchange,
): Promise<readonly (readonly number[])[]> {
  const alike = new Map<string, number[]>()
  for (const [index, { dimensions, purpose }] of requests.entries()) {
    const key = `${dimensions} ${purpose}`
    alike.set(key, [...(alike.get(key) ?? []), index])
  }
  const found: (readonly number[])[] = []
  for (const indexes of alike.values()) {
    const group = indexes.flatMap((index) => requests[index] ?? [])
    const { input: _input, ...wanted } = group[0] ?? { input: '' }
    const inputs = group.map(({ input }) => input)
    const { vectors } = await embedTexts(host, persona, { inputs, ...wanted }, exchange)
    for (const [position, index] of indexes.entries()) found[index] = Array.from(vectors[position] ?? [])
  }
  return found
}
