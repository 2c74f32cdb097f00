import type { Model } from './model.ts'

/**
 * Calls a method of the model. Source: googleapis/googleapis, `generative_service.proto`.
 * @throws SolverError for whatever is no answer; the signal's reason when it aborts
 */
export function call(
  { baseUrl, headers, fetch, resource }: Model,
  method: string,
  body: object,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(`${baseUrl}/${resource}:${method}`, { method: 'POST', headers, body: JSON.stringify(body), signal })
}
