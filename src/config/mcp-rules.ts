import type { McpProblem } from './mcp.ts'

/** What of a server's settings cannot stand together, each key of which is right for itself. */
export function contradictions(
  server: Readonly<Record<string, unknown>>,
  fail: (at: string, message: string) => McpProblem,
) {
  const { type, command, url } = server
  if (command === undefined && url === undefined)
    return [fail('', 'needs a "command" to start, or the "url" of a server')]
  if (command !== undefined && url !== undefined) return [fail('/url', 'cannot stand beside "command"')]
  if (type === 'stdio' && command === undefined) return [fail('/type', 'needs a "command", not a "url"')]
  if (type !== undefined && type !== 'stdio' && url === undefined)
    return [fail('/type', 'needs a "url", not a "command"')]
  const idle = command === undefined ? ['args', 'env', 'cwd'] : ['headers', 'auth']
  const what = command === undefined ? 'a server that runs already' : 'a server that is started here'
  const wrong = idle.filter((key) => !isEmpty(server[key])).map((key) => fail(`/${key}`, `is not for ${what}`))
  return [...wrong, ...(isObject(server.auth) ? wrongAuth(server.auth, fail) : [])]
}

function wrongAuth(auth: Readonly<Record<string, unknown>>, fail: (at: string, message: string) => McpProblem) {
  if (auth.grant !== 'client_credentials') return []
  if (auth.clientId === undefined) return [fail('/auth/clientId', 'is required for client credentials')]
  if (auth.clientSecret !== undefined || auth.privateKey !== undefined) return []
  return [fail('/auth/clientSecret', 'or "privateKey" is required for client credentials')]
}

/** The schema's own defaults say nothing. */
function isEmpty(value: unknown): boolean {
  return value === undefined || Object.keys(Object(value)).length === 0
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
