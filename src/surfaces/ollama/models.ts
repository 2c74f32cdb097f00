import type { PersonaInfo, SurfaceHost } from '../../http/index.ts'
import { isRuntimeError, RuntimeError } from '../../index.ts'

type Directory = Pick<SurfaceHost, 'find' | 'resolve'>

const latest = ':latest'

/**
 * The persona that a request is for, the default one included.
 * @throws RuntimeError `unknown-persona` in Ollama's words.
 */
export function resolveModel(host: Directory, model: string): PersonaInfo {
  return orNotFound(model, () => host.resolve(withoutTag(host, model)))
}

/**
 * The persona of that name. Unlike a question, a look-up never falls back to the default persona.
 * @throws RuntimeError `unknown-persona` in Ollama's words.
 */
export function findModel(host: Directory, model: string): PersonaInfo {
  return orNotFound(model, () => host.find(withoutTag(host, model)))
}

/** Whether an error says that there is no such persona. */
export function isUnknown(error: unknown): boolean {
  return isRuntimeError(error) && error.code === 'unknown-persona'
}

/** Ollama's clients add `:latest` to any name, unless a persona claims an alias that ends so. */
function withoutTag(host: Directory, model: string): string {
  if (!model.endsWith(latest)) return model
  try {
    host.find(model)
    return model
  } catch (error) {
    if (isUnknown(error)) return model.slice(0, -latest.length)
    throw error
  }
}

function orNotFound(model: string, find: () => PersonaInfo): PersonaInfo {
  try {
    return find()
  } catch (error) {
    if (!isUnknown(error)) throw error
    throw new RuntimeError('unknown-persona', `model '${model.slice(0, 200)}' not found`, { cause: error })
  }
}
