/** A host name or address with an optional port, or `*.` and a domain. IPv6 stands in brackets. */
export const hostPattern = '^(\\*\\.)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?$'

/** Whether a URL's host is one of those in a list. Without a port every port is meant. */
export function isListed({ hostname, port, protocol }: URL, hosts: readonly string[]): boolean {
  const name = hostname.replace(/\.$/, '')
  const actual = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  return hosts.some((listed) => {
    const [, host = '', wanted] = /^(.*?)(?::(\d+))?$/.exec(listed.toLowerCase()) ?? []
    if (wanted !== undefined && wanted !== actual) return false
    return host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host
  })
}
