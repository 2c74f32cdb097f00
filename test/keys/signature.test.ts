import { createHash } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect } from 'chai'
import { overHttp2, requestHttp2 } from '../support/raw.ts'
import { awsPair, type Keyed, openKeyed, operatorKey } from './kit.ts'

const path = '/bedrock/model/First/converse'
const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'hello' }] }] })

interface Signing {
  pair?: { accessKeyId: string; secretAccessKey: string }
  path?: string
  query?: Record<string, string>
  /** Minutes from now. */
  at?: number
  method?: string
  /** What is said of the body; null: nothing, as other SDKs do. */
  hash?: string | null
  headers?: Record<string, string>
}

interface Signed {
  method: string
  headers: Record<string, string>
  body: string
}

async function sign(url: string, given: Signing = {}): Promise<Signed> {
  const { pair = awsPair, at = 0, method = 'POST', query = {}, hash, headers = {} } = given
  const signer = new SignatureV4({
    ...{ service: 'bedrock', region: 'us-east-1', sha256: Sha256, credentials: pair },
    applyChecksum: hash !== null,
  })
  const signed = await signer.sign(
    {
      ...{ method, protocol: 'http:', hostname: '127.0.0.1', path: given.path ?? path, query, body },
      headers: {
        host: new URL(url).host,
        'content-type': 'application/json',
        ...(typeof hash === 'string' ? { 'x-amz-content-sha256': hash } : {}),
        ...headers,
      },
    },
    { signingDate: new Date(Date.now() + at * 60_000) },
  )
  const { host, ...rest } = signed.headers
  return { method, headers: rest, body }
}

describe('keys: signatures of AWS clients', () => {
  let host: Keyed
  before(async () => {
    host = await openKeyed()
  })
  after(() => host.close())

  const other = { ...awsPair, secretAccessKey: 'another' }
  const wholeHash = createHash('sha256').update(body).digest('hex')
  const otherHash = createHash('sha256').update('other').digest('hex')
  const swap = (name: string, value: string) => (signed: Signed) => ({
    ...signed,
    headers: { ...signed.headers, [name]: value },
  })
  const same = (signed: Signed): Signed => signed
  const rewrite = (from: RegExp, to: string | ((found: string) => string)) => (signed: Signed) => {
    const authorization = String(signed.headers.authorization).replace(from, (found) =>
      typeof to === 'string' ? to : to(found),
    )
    return { ...signed, headers: { ...signed.headers, authorization } }
  }

  const cases: readonly [
    name: string,
    served: boolean,
    signing?: Signing,
    change?: (signed: Signed) => Signed,
    target?: string,
  ][] = [
    ['a signature', true],
    ['one that tells nothing of the body', true, { hash: null }],
    ['one of four minutes ago', true, { at: -4 }],
    ['one of a signed header more', true, { headers: { 'x-more': 'a  b' } }],
    ['one of six minutes ago', false, { at: -6 }],
    ['one of six minutes to come', false, { at: 6 }],
    ['one with another secret', false, { pair: other }],
    ['one with another secret that tells nothing of the body', false, { pair: other, hash: null }],
    ['one of nobody', false, { pair: { ...awsPair, accessKeyId: 'AKIDNOBODY' } }],
    ['one whose body was changed', false, {}, (signed) => ({ ...signed, body: body.replace('hello', 'jello') })],
    ['a changed body of which nothing is told', false, { hash: null }, (signed) => ({ ...signed, body: `${body} ` })],
    ['a body and its hash that were changed', false, { hash: otherHash }, swap('x-amz-content-sha256', wholeHash)],
    ['an honest signature of another body', false, { hash: otherHash }],
    ['a body that is not signed', false, { hash: 'UNSIGNED-PAYLOAD' }],
    ['a body that is signed in pieces', false, { hash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }],
    ['one for another path', false, { path: '/bedrock/model/Second/converse' }],
    ['one for another method', false, { method: 'PUT' }, (signed) => ({ ...signed, method: 'POST' })],
    ['one whose query was added', false, {}, same, `${path}?a=1`],
    ['one of a query', true, { query: { b: '2 2', a: '+&' } }, same, `${path}?a=%2B%26&b=2%202`],
    ['one whose header was changed', false, { headers: { 'x-more': 'a' } }, swap('x-more', 'b')],
    ['one whose date was moved', false, {}, swap('x-amz-date', '20200101T000000Z')],
    ['one of another region', false, {}, rewrite(/us-east-1/, 'us-west-2')],
    ['one that does not cover the host', false, {}, rewrite(/;host/, '')],
    ['one that is no signature', false, {}, rewrite(/Signature=.*/, 'Signature=zz')],
    ['one with another in it', false, {}, rewrite(/.$/, (last) => (last === '0' ? '1' : '0'))],
    ['one and a key', false, {}, swap('x-api-key', operatorKey)],
  ]
  for (const [name, served, signing, change = same, target = path] of cases) {
    it(`${served ? 'serves' : 'refuses'} ${name}`, async () => {
      const signed = change(await sign(host.url, signing))
      const response = await fetch(host.url + target, signed)
      const text = await response.text()
      expect(response.status, text).to.equal(served ? 200 : 403)
      if (!served) expect(response.headers.get('x-amzn-errortype')).to.equal('UnrecognizedClientException')
      expect(text).not.to.include(awsPair.secretAccessKey)
    })
    it(`${served ? 'serves' : 'refuses'} ${name}, over HTTP/2`, async () => {
      const { method, headers, body } = change(await sign(host.url, signing))
      const pseudo = { ':method': method, ':path': target, ':authority': new URL(host.url).host }
      const answer = await overHttp2(host.url, (session) => requestHttp2(session, { ...pseudo, ...headers }, body))
      expect(answer.status, answer.body).to.equal(served ? 200 : 403)
    })
  }

  it('serves a pair of the store, and counts it', async () => {
    const secretAccessKey = 'from-the-command'
    const { id } = await host.add({ awsSecret: secretAccessKey, rate: 1 })
    const pair = { accessKeyId: `drm_${id}`, secretAccessKey }
    const ask = async () => (await fetch(host.url + path, await sign(host.url, { pair }))).status
    expect(await ask()).to.equal(200)
    expect(await ask()).to.equal(429)
    await host.keys.revoke(id)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect(await ask()).to.equal(403)
  })
  it('refuses to sign with a key of the store that has no pair', async () => {
    const { id, text } = await host.add()
    const pair = { accessKeyId: `drm_${id}`, secretAccessKey: text }
    expect((await fetch(host.url + path, await sign(host.url, { pair }))).status).to.equal(403)
  })
  it('does not count what only claims to come from a key', async () => {
    const { id } = await host.add({ awsSecret: 'right', rate: 1 })
    const forged = { accessKeyId: `drm_${id}`, secretAccessKey: 'wrong' }
    for (const hash of [undefined, null]) {
      const signing = { pair: forged, ...(hash === null ? { hash } : {}) }
      expect((await fetch(host.url + path, await sign(host.url, signing))).status).to.equal(403)
    }
    const pair = { accessKeyId: `drm_${id}`, secretAccessKey: 'right' }
    expect((await fetch(host.url + path, await sign(host.url, { pair }))).status).to.equal(200)
  })
})
