import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Whether an address belongs to a host of the public internet. False for whatever is no address. */
export function isPublic(address: string): boolean {
  const [plain = ''] = address.split('%') // a zone, as in fe80::1%eth0
  if (isIPv4(plain)) return !reserved.check(plain, 'ipv4')
  if (!isIPv6(plain)) return false
  const mapped = mappedIn(plain)
  if (mapped !== undefined) return !reserved.check(mapped, 'ipv4')
  return unicast.check(plain, 'ipv6') && !reserved.check(plain, 'ipv6')
}

/** The IPv4 address in `::ffff:a.b.c.d`, however it is written. */
function mappedIn(address: string): string | undefined {
  const { hostname } = new URL(`http://[${address}]/`) // it writes every address in one way
  const [, high = '', low = ''] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname) ?? []
  if (high === '') return undefined
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [first >> 8, first & 255, second >> 8, second & 255].join('.')
}

/** Only these IPv6 addresses are given to hosts of the internet; all others are local, or hold an IPv4 address. */
const unicast = new BlockList()
unicast.addSubnet('2000::', 3, 'ipv6')

/** Networks that the registries of IANA set apart, and where a provider's machines find their own secrets. */
const reserved = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by a provider's customers
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, and the metadata of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols
  ['192.0.2.0', 24], // examples
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // multicast relays
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // examples
  ['203.0.113.0', 24], // examples
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
  ['168.63.129.16', 32], // Azure's own services, although the address is a public one
] as const) {
  reserved.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['2001::', 23], // protocols, and Teredo, which holds IPv4 addresses
  ['2001:db8::', 32], // examples
  ['2002::', 16], // 6to4, which holds IPv4 addresses
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // examples
] as const) {
  reserved.addSubnet(network, prefix, 'ipv6')
}
