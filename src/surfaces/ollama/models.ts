import { ifKnown, type PersonaInfo, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'

type Directory = Pick<SurfaceHost, 'find' | 'resolve'>

/**
 * The persona that a request is for, the default one included.
 * @throws RuntimeError `unknown-persona` in Ollama's words.
 */
export function resolveModel(host: Directory, model: string): PersonaInfo {
  return ifKnown(() => host.resolve(model)) ?? notFound(model)
}

/**
 * The persona of that name. Unlike a question, a look-up never falls back to the default persona.
 * @throws RuntimeError `unknown-persona` in Ollama's words.
 */
export function findModel(host: Directory, model: string): PersonaInfo {
  return ifKnown(() => host.find(model)) ?? notFound(model)
}

function notFound(model: string): never {
  throw new RuntimeError('unknown-persona', `model '${model.slice(0, 200)}' not found`)
}
