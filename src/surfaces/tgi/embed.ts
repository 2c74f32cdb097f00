import { type Exchange, embedTexts, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { personaOf } from './personas.ts'
import { parseEmbed } from './wire.ts'

/** `POST /embed`: a vector for each text, as Text Embeddings Inference has it beside this server. */
export async function embed(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const { inputs } = parseEmbed(await exchange.json())
  const persona = personaOf(host, exchange)
  if (!persona.embeds) {
    throw new RuntimeError('unsupported', `"${persona.name}" cannot embed: no solver of its chain can.`)
  }
  const { vectors } = await embedTexts(host, persona, { inputs: [inputs].flat() }, exchange)
  exchange.sendJson(
    200,
    vectors.map((vector) => Array.from(vector)),
  )
}
