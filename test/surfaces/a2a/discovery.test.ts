import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AgentCard, verifyAgentCardSignature } from '@a2a-js/sdk'
import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import { resolveSettings } from '../../../src/config/settings.ts'
import { type Runtime, startRuntime } from '../../../src/runtime.ts'
import { get, openA2aHost, post, rpc, wire } from '../../support/a2a.ts'
import { eventually } from '../../support/stage.ts'

const current = { 'A2A-Version': '1.0' }

/** What only clients of 0.3 read. */
const olderFields = [
  'url',
  'preferredTransport',
  'additionalInterfaces',
  'protocolVersion',
  'supportsAuthenticatedExtendedCard',
]

describe('The cards of A2A', () => {
  let runtime: Runtime
  before(async () => {
    runtime = await openA2aHost()
  })
  after(() => runtime?.close(0))

  it('are not there for a persona that does not exist', async () => {
    const { status, json } = await get(`${runtime.url}/a2a/nobody/.well-known/agent-card.json`)
    expect(status).to.equal(404)
    expect(json).to.include({ title: 'unknown-persona' })
  })
  it('are not signed without a key', async () => {
    expect((await get(`${runtime.url}/.well-known/jwks.json`)).status).to.equal(404)
  })

  const places = [
    '/.well-known/agent-card.json',
    '/.well-known/agent.json',
    '/a2a/.well-known/agent-card.json',
    '/a2a/.well-known/agent.json',
    '/a2a/ada/.well-known/agent-card.json',
    '/a2a/ada/.well-known/agent.json',
    '/a2a/Ada/.well-known/agent-card.json',
  ]
  for (const place of places) {
    it(`are at ${place}, for clients of both versions`, async () => {
      const { status, type, json } = await get(runtime.url + place)
      expect(status).to.equal(200)
      expect(type).to.equal('application/json')
      expect(json).to.include.keys(...olderFields, 'supportedInterfaces', 'skills')
      expect(json.url).to.equal(
        `${runtime.url}${place.startsWith('/a2a/a') || place.startsWith('/a2a/A') ? '/a2a/ada' : '/a2a/'}`,
      )
    })
    it(`are at ${place}, of 1.0 alone where a client asks for it`, async () => {
      const { json } = await get(runtime.url + place, current)
      expect(json).not.to.have.any.keys(...olderFields, 'security')
      expect(json.capabilities).to.have.all.keys('streaming', 'pushNotifications', 'extendedAgentCard')
    })
  }
  it('survive being read and written again, so that no field is of another form than the protocol has', async () => {
    const { json } = await get(`${runtime.url}/a2a/ada/.well-known/agent-card.json`, current)
    expect(AgentCard.toJSON(AgentCard.fromJSON(json))).to.deep.equal(json)
  })
  it('have nothing empty in what must be there', async () => {
    const { json } = await get(`${runtime.url}/a2a/bob/.well-known/agent-card.json`)
    for (const field of ['name', 'description', 'version', 'skills', 'defaultInputModes', 'defaultOutputModes'])
      expect(json[field], field).not.to.be.empty
    for (const skill of json.skills)
      for (const field of ['id', 'name', 'description', 'tags']) expect(skill[field]).not.to.be.empty
  })
  it('tell what a persona knows: one skill to talk, and one for each domain', async () => {
    const { json } = await get(`${runtime.url}/a2a/ada/.well-known/agent-card.json`)
    expect(json.skills.map(({ id }: { id: string }) => id)).to.deep.equal([
      'ada-conversation',
      'ada-mathematics',
      'ada-c',
    ])
    expect(json.skills[1]).to.deep.include({
      description: 'Knows about sums, primes.',
      tags: ['Mathematics', 'sums', 'primes'],
    })
  })
  it('offer each binding in both versions, and gRPC with the persona as its tenant', async () => {
    const { json } = await get(`${runtime.url}/a2a/bob/.well-known/agent-card.json`)
    const told = json.supportedInterfaces.map(
      ({ protocolBinding, protocolVersion, tenant = '' }: Record<string, string>) =>
        `${protocolBinding} ${protocolVersion} ${tenant}`,
    )
    expect(told).to.deep.equal(['JSONRPC 1.0 ', 'HTTP+JSON 1.0 ', 'GRPC 1.0 bob', 'JSONRPC 0.3 ', 'HTTP+JSON 0.3 '])
  })
  it('give gRPC a URL in the fields of 0.3, and a bare address in those of 1.0', async () => {
    const { json } = await get(`${runtime.url}/.well-known/agent-card.json`)
    const { url } = json.supportedInterfaces.find(
      (each: { protocolBinding: string }) => each.protocolBinding === 'GRPC',
    )
    expect(url).to.match(/^127\.0\.0\.1:\d+$/)
    expect(json.additionalInterfaces).to.deep.include({ url: `http://${url}`, transport: 'GRPC' })
  })
  it('of the host has the personas as its skills', async () => {
    const { json } = await get(`${runtime.url}/.well-known/agent-card.json`)
    expect(json.skills.map(({ id }: { id: string }) => id)).to.deep.equal(['ada', 'bob'])
    expect(json.description).to.include('answered by Ada')
  })
  it('are the same until they change: ETag, Last-Modified, Cache-Control and Vary', async () => {
    const url = `${runtime.url}/a2a/ada/.well-known/agent-card.json`
    const { headers } = await get(url)
    expect(headers.get('vary')).to.equal('A2A-Version')
    expect(headers.get('cache-control')).to.match(/max-age=\d+/)
    const etag = headers.get('etag') ?? ''
    const again = await get(url, { 'if-none-match': etag })
    expect([again.status, again.text, again.headers.get('content-length')]).to.deep.equal([304, '', null])
    expect((await get(url, { 'if-none-match': `"other", ${etag}` })).status).to.equal(304)
    expect((await get(url, { 'if-none-match': '"other"' })).status).to.equal(200)
    expect((await get(url, { 'if-none-match': etag, ...current })).status).to.equal(200)
    expect((await get(url, { 'if-modified-since': headers.get('last-modified') ?? '' })).status).to.equal(304)
    expect((await get(url, { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).status).to.equal(200)
  })
  it('are listed in the catalog', async () => {
    const { type, json } = await get(`${runtime.url}/.well-known/ai-catalog.json`)
    expect(type).to.equal('application/ai-catalog+json')
    expect(json.specVersion).to.equal('1.0')
    for (const { url, mediaType } of json.entries) {
      expect(mediaType).to.equal('application/a2a-agent-card+json')
      expect((await get(url)).status).to.equal(200)
    }
  })
  it('are listed as older hosts list them', async () => {
    const { json } = await get(`${runtime.url}/a2a/personas`)
    expect(json.agents[0]).to.deep.equal({
      persona_id: 'ada',
      name: 'Ada',
      description: 'The persona Ada.',
      url: `${runtime.url}/a2a/ada/`,
      skills: 3,
    })
  })
  it('have an address that can be called, whatever the client calls the host', async () => {
    const { port } = new URL(runtime.url)
    const raw = await new Promise<string>((resolve, reject) => {
      const asked = request({
        port,
        host: '127.0.0.1',
        path: '/.well-known/agent-card.json',
        headers: { host: '[nothing' },
      })
      asked.on('response', async (response) => resolve((await response.toArray()).join('')))
      asked.on('error', reject).end()
    })
    expect(JSON.parse(raw).url).to.equal(`${runtime.url}/a2a/`)
  })
  it('answer HEAD', async () => {
    const { status, text } = await get(`${runtime.url}/.well-known/agent-card.json`, {}, 'HEAD')
    expect([status, text]).to.deep.equal([200, ''])
  })
})

describe('The cards of A2A, while persona files change', () => {
  let folder: string
  let runtime: Runtime
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dramatis-a2a-'))
    await writeFile(join(folder, 'kim.json'), JSON.stringify({ name: 'Kim', solvers: ['failure'] }))
    await writeFile(join(folder, 'lou.json'), JSON.stringify({ name: 'Lou', solvers: ['failure'] }))
    const flags = { port: 0, personas: [folder], plugins: [], state: 'memory:' }
    runtime = await startRuntime(await resolveSettings({ flags, env: {} }), silentLog)
  })
  after(async () => {
    await runtime?.close(0)
    await rm(folder, { recursive: true })
  })

  it('follow an edit, a new persona and one that goes, with no restart', async () => {
    const url = `${runtime.url}/a2a/kim/.well-known/agent-card.json`
    const before = await get(url)
    const edited = { name: 'Kim', solvers: ['failure'], knowledge_domains: { Birds: ['owls'] } }
    await writeFile(join(folder, 'kim.json'), JSON.stringify(edited))
    await writeFile(join(folder, 'mia.json'), JSON.stringify({ name: 'Mia', solvers: ['failure'] }))
    await rm(join(folder, 'lou.json'))
    await eventually('the card has the new skill', async () => (await get(url)).json.skills.length === 2)
    const after = await get(url, { 'if-none-match': before.headers.get('etag') ?? '' })
    expect(after.status).to.equal(200)
    await eventually('the host has the new persona and not the old one', async () => {
      const { json } = await get(`${runtime.url}/.well-known/agent-card.json`)
      return json.skills.map(({ id }: { id: string }) => id).join() === 'kim,mia'
    })
    expect((await get(`${runtime.url}/a2a/lou/.well-known/agent-card.json`)).status).to.equal(404)
    const told = await post(`${runtime.url}/a2a/mia`, rpc('SendMessage', wire('hello')))
    expect(told.json.result.task.status.state).to.equal('TASK_STATE_COMPLETED')
  })
})

describe('The cards of A2A, as settings want them', () => {
  const { debug } = console
  afterEach(() => {
    console.debug = debug
  })

  it('have the public URL, the address of gRPC and the provider', async () => {
    const a2a = { grpcUrl: 'grpc.example.com:443', provider: { organization: 'Bots', url: 'https://bots.example.com' } }
    const runtime = await openA2aHost({
      settings: { publicUrl: 'https://example.com/bots', surfaces: { a2a } } as object,
    })
    try {
      const { json } = await get(`${runtime.url}/a2a/bob/.well-known/agent-card.json`)
      expect(json.url).to.equal('https://example.com/bots/a2a/bob')
      expect(json.supportedInterfaces[2]).to.include({ url: 'grpc.example.com:443', tenant: 'bob' })
      expect(json.provider).to.deep.equal(a2a.provider)
    } finally {
      await runtime.close(0)
    }
  })
  it('name the ways of a key, in the form of both versions', async () => {
    const settings = { requireKeys: true, apiKeys: ['the-only-key'] } as object
    const runtime = await openA2aHost({ settings })
    try {
      const { json } = await get(`${runtime.url}/a2a/bob/.well-known/agent-card.json`)
      expect(json.securitySchemes.bearer).to.deep.equal({
        type: 'http',
        scheme: 'Bearer',
        httpAuthSecurityScheme: { scheme: 'Bearer' },
      })
      expect(json.security[0]).to.deep.equal({ bearer: [] })
      const pure = (await get(`${runtime.url}/a2a/bob/.well-known/agent-card.json`, current)).json
      expect(pure.securitySchemes.bearer).to.deep.equal({ httpAuthSecurityScheme: { scheme: 'Bearer' } })
      expect(pure.capabilities.extendedAgentCard).to.equal(true)
      expect(AgentCard.toJSON(AgentCard.fromJSON(pure))).to.deep.include({ securitySchemes: pure.securitySchemes })
      const key = { authorization: 'Bearer the-only-key', ...current }
      const extended = await get(`${runtime.url}/a2a/bob/extendedAgentCard`, key)
      expect(extended.json.skills[0].tags).to.include('solver:actor')
      expect((await get(`${runtime.url}/a2a/bob/extendedAgentCard`, current)).status).to.equal(401)
    } finally {
      await runtime.close(0)
    }
  })

  const keys: Record<string, KeyObject> = {
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    EdDSA: generateKeyPairSync('ed25519').privateKey,
  }
  for (const [algorithm, key] of Object.entries(keys)) {
    it(`are signed with ${algorithm}, so that the library's client trusts them`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'dramatis-a2a-'))
      const file = join(folder, 'key')
      const text =
        algorithm === 'RS256'
          ? key.export({ type: 'pkcs8', format: 'pem' })
          : JSON.stringify(key.export({ format: 'jwk' }))
      await writeFile(file, text)
      const settings = {
        requireKeys: true,
        apiKeys: ['k-1234567890'],
        surfaces: { a2a: { signingKey: file } },
      } as object
      const runtime = await openA2aHost({ settings })
      try {
        const { json } = await get(`${runtime.url}/a2a/ada/.well-known/agent-card.json`, current)
        const keysOf = async (kid: string, jku = ''): Promise<KeyObject> => {
          const found = (await get(jku)).json.keys.find((each: JsonWebKey & { kid: string }) => each.kid === kid)
          expect(found).not.to.have.property('d')
          expect(found.alg).to.equal(algorithm)
          return createPublicKey({ key: found, format: 'jwk' })
        }
        await verifyAgentCardSignature(keysOf)(json)
        const forged = { ...json, securitySchemes: {} }
        console.debug = () => undefined // the library tells there what it does not trust
        const thrown = await verifyAgentCardSignature(keysOf)(forged).catch((error: Error) => error.message)
        expect(thrown).to.include('No valid signatures')
        const url = `${runtime.url}/a2a/ada/.well-known/agent-card.json`
        const [one, other] = [await get(url), await get(url)]
        expect(one.headers.get('etag')).to.equal(other.headers.get('etag'))
      } finally {
        await runtime.close(0)
        await rm(folder, { recursive: true })
      }
    })
  }
  it('cannot offer gRPC on a port that is taken, and the host says so', async () => {
    const first = await openA2aHost()
    try {
      const { json } = await get(`${first.url}/.well-known/agent-card.json`)
      const address = json.supportedInterfaces.find(
        (each: { protocolBinding: string }) => each.protocolBinding === 'GRPC',
      )
      const grpcPort = Number(address.url.split(':')[1])
      const thrown = await openA2aHost({ settings: { grpcPort } }).catch((error: Error) => error)
      expect(thrown).to.include({ code: 'conflict' })
      expect(thrown).to.have.property('message').that.includes('--grpc-port')
    } finally {
      await first.close(0)
    }
  })
  it('cannot be signed with what is no key', async () => {
    const started = openA2aHost({ settings: { surfaces: { a2a: { signingKey: '/nowhere/key.pem' } } } as object })
    const thrown = await started.catch((error: Error) => error.message)
    expect(thrown).to.match(/signing key of A2A cards cannot be read from \/nowhere\/key.pem/)
  })
})
