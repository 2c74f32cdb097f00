import { type HttpCall, ifKnown, type PersonaInfo, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'

type Directory = Pick<SurfaceHost, 'find' | 'resolve'>

/** The model of a call, which stands in its path: `/model/{id}/{operation}`. An id may have slashes, encoded or not. */
export function modelOf(params: HttpCall['params']): string {
  return params.id ?? splitRest(params['*']).model
}

/** The operation of a call whose id has slashes as they are: the last part of its path. */
export function operationOf(params: HttpCall['params']): string {
  return splitRest(params['*']).operation
}

function splitRest(rest = ''): { model: string; operation: string } {
  const split = rest.lastIndexOf('/')
  return { model: rest.slice(0, Math.max(0, split)), operation: rest.slice(split + 1) }
}

/**
 * The persona that a model id means. An ARN means the resource at its end, unless a persona claims the whole of it.
 * @throws RuntimeError `unknown-persona` in the vendor's words.
 */
export function resolveModel(host: Directory, model: string): PersonaInfo {
  const resource = /^arn:[^/]{1,200}\/(.{1,500})$/.exec(model)?.[1]
  const whole = resource === undefined ? undefined : ifKnown(() => host.find(model))
  const found = whole ?? ifKnown(() => host.resolve(resource ?? model))
  if (found) return found
  const message = `Could not resolve the foundation model from the provided model identifier: ${model.slice(0, 200)}`
  throw new RuntimeError('unknown-persona', message)
}
