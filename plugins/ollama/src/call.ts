import { isSolverError, SolverError } from 'dramatis'
import { solverErrorOf } from 'dramatis/upstream'
import { Ollama } from 'ollama/browser' // the other entry takes a text for the path of an image, and reads that file
import type { Model } from './model.ts'

/**
 * One call by the SDK, and the response to it. The SDK has no signal for a call, and passes over lines that are no JSON:
 * so a stream is read from the response.
 * @throws SolverError for whatever is no answer; the signal's reason when it aborts
 */
export async function call<T>(
  { host, headers, fetch, name }: Model,
  signal: AbortSignal,
  ask: (ollama: Ollama) => Promise<T>,
): Promise<{ result: T; response: Response | undefined }> {
  const heard: { response?: Response } = {}
  const ollama = new Ollama({
    host,
    headers: { ...headers },
    fetch: async (url, init) => {
      const response = await fetch(withoutPort(String(url)), { ...init, signal })
      heard.response = response
      return response
    },
  })
  try {
    const result = await ask(ollama)
    return { result, response: heard.response }
  } catch (error) {
    throw signal.aborted ? signal.reason : explained(solverErrorOf(error), name)
  }
}

/** The SDK writes out the default port of a scheme. */
function withoutPort(url: string): string {
  return new URL(url).href
}

function explained(error: unknown, name: string): unknown {
  if (error instanceof SyntaxError) {
    return new SolverError('server-error', `The upstream sent what is no JSON: ${error.message}`, { cause: error })
  }
  if (!isSolverError(error) || !/answered 404: .{0,20}model .{1,300} not found/s.test(error.message)) return error
  const message = `${error.message.trimEnd()} Pull it with "ollama pull ${name}", or name another "model".`
  return new SolverError('bad-request', message, { cause: error })
}
