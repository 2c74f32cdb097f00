const home = 'http://127.0.0.1:11434'

/**
 * A server's address in any of the forms that `OLLAMA_HOST` has: a URL, or `host:port` with either left out. A server
 * may listen on every address; whoever asks it takes the loopback.
 */
export function hostOf(given: string | undefined): string {
  const text = given?.trim() ?? ''
  if (text === '') return home
  const url = text.includes('://') ? text : withPort(text.startsWith(':') ? `127.0.0.1${text}` : text)
  return url
    .replace(/^(\w+:\/\/)(?:0\.0\.0\.0|\[::\])(?=[:/]|$)/, '$1127.0.0.1')
    .replace(/\/$/, '')
    .replace(/\/api$/, '')
}

/** Without a scheme the port is Ollama's, not HTTP's. */
function withPort(text: string): string {
  const [authority = '', ...path] = text.split('/')
  const port = /:\d+$/.test(authority) ? '' : ':11434'
  return ['http:', '', authority + port, ...path].join('/')
}
