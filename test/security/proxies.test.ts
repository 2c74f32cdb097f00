import { request } from 'node:http'
import { expect } from 'chai'
import type { SettingsFile } from '../../src/config/settings.gen.ts'
import { type LiveHost, openLiveHost, saying } from '../support/live-host.ts'

const files = {
  'plugins/one.ts': saying('one'),
  'personas/a.json': { name: 'A', solvers: ['one'] },
}

/** Without keys a host on loopback trusts its own machine. A proxy on that machine lets anybody in. */
const visits: Readonly<
  Record<string, { settings?: SettingsFile; headers?: Record<string, string>; served: boolean; made?: number }>
> = {
  'a public URL': { settings: { publicUrl: 'https://bots.example.org' }, served: false },
  'a public URL that cannot be read': { settings: { publicUrl: 'https://[' }, served: false },
  'a public name': {
    settings: { allowedHosts: ['bots.example.org'] },
    headers: { host: 'bots.example.org' },
    served: false,
  },
  'x-forwarded-for': { headers: { 'x-forwarded-for': '203.0.113.9' }, served: false },
  forwarded: { headers: { forwarded: 'for=203.0.113.9' }, served: false },
  'x-real-ip': { headers: { 'x-real-ip': '203.0.113.9' }, served: false },
  via: { headers: { via: '1.1 proxy' }, served: false },
  nothing: { served: true },
  'its own name': { headers: { host: 'localhost:1' }, served: true },
  'a public URL on this machine': { settings: { publicUrl: 'http://[::1]:8337/bots' }, served: true },
  'a host that says that anybody may': {
    settings: { publicUrl: 'https://bots.example.org', openManagement: true },
    served: true,
    made: 403, // a chain is more than a character
  },
}

describe('a host without keys behind a proxy', () => {
  for (const [name, { settings = {}, headers = {}, served, made: status = served ? 201 : 403 }] of Object.entries(
    visits,
  )) {
    it(`${served ? 'is managed' : 'is not managed'} with ${name}`, async () => {
      const host = await openLiveHost(files, () => settings)
      try {
        const made = await statusOf(host, 'POST', '/api/v1/personas', headers, { name: 'New', solvers: ['one'] })
        expect(made).to.equal(status)
        for (const path of [
          '/api/v1/conversations',
          '/api/v1/problems',
          '/api/v1/turns',
          '/openai/v1/files',
          '/openai/v1/vector_stores',
          '/a2a/a/tasks',
        ]) {
          expect(await statusOf(host, 'GET', path, headers), path).to.equal(served ? 200 : 403)
        }
      } finally {
        await host.close()
      }
    })
  }
})

/** `fetch` would not let a caller choose its `host`. */
function statusOf(
  { runtime: { url } }: LiveHost,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<number | undefined> {
  const port = new URL(url).port
  const at = { hostname: '127.0.0.1', port: port === '' ? '0' : port }
  return new Promise((resolve, reject) => {
    const sent = request({ ...at, method, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.once('error', reject)
    sent.end(body && JSON.stringify(body))
  })
}
