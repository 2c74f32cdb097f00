import {
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { invalidParams } from './failures.ts'

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>

/** The library's server, but that a request of the wrong form is its client's mistake, and is told in a sentence. */
export class CheckingServer extends Server {
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const wrapped = super._wrapHandler(method, handler)
    return async (request, context) => {
      try {
        return await wrapped(request, context)
      } catch (error) {
        throw inSentences(error, method) ?? error
      }
    }
  }
}

interface Issue {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** The library checks requests with Zod, and passes on what that says: a list of issues, as JSON. */
function inSentences(error: unknown, method: string): ProtocolError | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof ProtocolError && error.code !== ProtocolErrorCode.InvalidParams) return undefined
  const [, json] = /^(?:Invalid [a-z/]+ request: )?(\[\s*\{[\s\S]*\])$/.exec(error.message) ?? []
  const issues = json === undefined ? undefined : readIssues(json)
  if (!issues) return undefined
  const wrong = issues.map(({ path, message }) => `/${path.join('/')}: ${message}`)
  return invalidParams(`The request "${method}" has the wrong form: ${wrong.join('; ')}.`)
}

function readIssues(json: string): readonly Issue[] | undefined {
  try {
    const issues = JSON.parse(json) as readonly Partial<Issue>[] // the pattern has found a list of objects
    return issues.every(({ path, message }) => Array.isArray(path) && typeof message === 'string')
      ? (issues as readonly Issue[])
      : undefined
  } catch {
    return undefined // it only looked like that
  }
}
