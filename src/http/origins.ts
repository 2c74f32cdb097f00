import { isIP } from 'node:net'

/** Origins of desktop applications and editor extensions, which no web page can claim. */
const applications = ['app:', 'file:', 'tauri:', 'vscode-webview:', 'vscode-file:']

/**
 * Decides which pages may call the host: those served from this machine, those of the host itself, and those of the
 * origins that the operator lists. A page of the host itself is known by an IP address or by the public URL: any other
 * name may have been pointed at this machine by somebody else.
 */
export function originCheck(allowed: readonly string[], publicUrl: string): (origin: string, host?: string) => boolean {
  if (allowed.includes('*')) return () => true
  const known = new Set([...allowed.map((origin) => origin.replace(/\/$/, '')), parse(publicUrl)?.origin])
  return (origin, host) => {
    if (known.has(origin)) return true
    const url = parse(origin)
    if (!url) return false
    if (applications.includes(url.protocol) || isLocal(url.hostname)) return true
    return url.host === host && isIP(bare(url.hostname)) > 0
  }
}

function isLocal(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}
