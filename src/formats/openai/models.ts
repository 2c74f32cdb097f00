import type { Exchange, PersonaInfo, SurfaceHost } from '../../http/index.ts'

/** `GET /models`. Source: openai/openai-openapi, `listModels`. */
export function listModels(personas: readonly PersonaInfo[], exchange: Exchange): void {
  exchange.sendJson(200, { object: 'list', data: personas.map((persona) => encodeModel(persona, persona.name)) })
}

/** `GET /models/{model}`. Unlike a question, a look-up never falls back to the default persona. */
export function getModel(host: SurfaceHost, exchange: Exchange): void {
  const name = exchange.params['*'] ?? ''
  exchange.sendJson(200, encodeModel(host.find(name), name))
}

function encodeModel({ modifiedAt }: PersonaInfo, id: string): object {
  return { id, object: 'model', created: Math.floor(Date.parse(modifiedAt) / 1000), owned_by: 'dramatis' }
}
