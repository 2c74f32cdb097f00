import { createHash } from 'node:crypto'
import type { Exchange, PersonaInfo, SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { findModel } from './models.ts'
import { type ModelBody, parseModel } from './wire.ts'

const family = 'dramatis'
/** A persona never leaves memory. Ollama's command prints "Forever" for a time this far off. */
const never = '2300-01-01T00:00:00Z'
const template = '{{ .Prompt }}'

/** `GET /api/tags`. Source: ollama/ollama, `ListHandler`. */
export function listModels(host: SurfaceHost, exchange: Exchange): void {
  const models = host.personas().map((persona) => ({ ...encodeModel(persona), modified_at: persona.modifiedAt }))
  exchange.sendJson(200, { models })
}

/** `GET /api/ps`. Source: ollama/ollama, `PsHandler`. Every persona is always ready. */
export function listRunning(host: SurfaceHost, exchange: Exchange): void {
  const models = host.personas().map((persona) => ({ ...encodeModel(persona), expires_at: never, size_vram: 0 }))
  exchange.sendJson(200, { models })
}

/** `POST /api/show`. Source: ollama/ollama, `GetModelInfo`. */
export async function showModel(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const persona = findModel(host, nameOfModel(parseModel(await exchange.json())))
  exchange.sendJson(200, {
    license: '',
    modelfile: `FROM ${persona.name}\nTEMPLATE ${template}\n`,
    parameters: '',
    template,
    system: '',
    details,
    model_info: {
      'general.architecture': family,
      'general.basename': persona.name,
      'general.description': persona.description,
    },
    capabilities: capabilitiesOf(persona),
    modified_at: persona.modifiedAt,
  })
}

/** @throws RuntimeError `invalid-request` where there is none. */
export function nameOfModel({ model, name }: ModelBody): string {
  const given = model || name
  if (given) return given
  throw new RuntimeError('invalid-request', 'model is required', { pointer: '/model', problem: 'missing' })
}

/** There are no weights: nothing that a model file would say of them is made up. */
const details = {
  parent_model: '',
  format: '',
  family,
  families: [family],
  parameter_size: '',
  quantization_level: '',
}

function encodeModel(persona: PersonaInfo): object {
  return { name: persona.name, model: persona.name, size: 0, digest: digestOf(persona), details }
}

/** Changes whenever the persona does. */
function digestOf(persona: PersonaInfo): string {
  return createHash('sha256').update(JSON.stringify(persona)).digest('hex')
}

function capabilitiesOf({ accepts, embeds, uses }: PersonaInfo): readonly string[] {
  return [
    'completion',
    ...(uses.includes('tools') ? ['tools'] : []),
    ...(uses.includes('reasoning') ? ['thinking'] : []),
    ...(accepts.includes('image') ? ['vision'] : []),
    ...(embeds ? ['embedding'] : []),
  ]
}
