import { existsSync } from 'node:fs'
import { chmod, readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect } from 'chai'
import { packageFolder } from '../../src/config/schemas.ts'
import { type Called, type LiveHost, openLiveHost, saying, soon } from '../support/live-host.ts'

const secret = 'sk-very-secret'
const files = {
  'plugins/one.ts': saying('one'),
  'plugins/two.ts': saying('two'),
  'plugins/keyed.ts': `import { defineSolver } from 'dramatis'
export default defineSolver({
  config: { type: 'object', properties: { api_key: { type: 'string' }, headers: { type: 'object' }, url: { type: 'string' } } },
  create: ({ api_key }) => ({ solve: () => String(api_key) }),
})`,
  'personas/a.json': { name: 'A', description: 'The first.', solvers: ['one'] },
  'personas/b.yaml': `# Who it is
name: B # its name
solvers: [two] # in order
description: >-
  The second.
`,
  'personas/k.json': {
    name: 'K',
    system_prompt: 'Be kind.',
    knowledge_domains: { credentials: ['keys'] },
    solvers: ['keyed'],
    keyed: { api_key: secret, headers: { 'x-custom': secret }, url: `https://user:${secret}@example.com/x` },
  },
}

describe('the REST API of personas', () => {
  let host: LiveHost
  const untouched: Record<string, string> = {}
  const inFolder = async (): Promise<Record<string, string>> => {
    const names = await readdir(host.path('personas'))
    const texts = await Promise.all(names.map((name) => readFile(host.path(`personas/${name}`), 'utf8')))
    return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
  }
  const upload = (name: string, text: string | Uint8Array<ArrayBuffer>, query = ''): Promise<Called> => {
    const form = new FormData()
    form.set('file', new File([text], name))
    return host.api('POST', `/personas/upload${query}`, form)
  }
  before(async () => {
    host = await openLiveHost(files)
    Object.assign(untouched, await inFolder())
  })
  after(() => host.close())

  const deep = `${'{"x-a":'.repeat(200)}1${'}'.repeat(200)}`
  const bomb = `x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n${[...'bcdefghij']
    .map((name, index) => `x-${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(', ')}]\n`)
    .join('')}name: Bomb\nsolvers: [one]\n`
  type Wrong = [act: () => Promise<Called>, status: number, told: string | RegExp]
  const wrong: Record<string, Wrong> = {
    'no persona': [() => host.api('GET', '/personas/nobody'), 404, 'There is no persona "nobody".'],
    'a change of nobody': [() => host.api('PATCH', '/personas/nobody', {}), 404, 'There is no persona "nobody".'],
    'a path for an id': [() => host.api('GET', '/personas/..%2F..%2Fpackage'), 404, /There is no persona/],
    'a path for an id to delete': [() => host.api('DELETE', '/personas/..%2Fa.json'), 404, /There is no persona/],
    'a body that is no JSON': [() => host.api('POST', '/personas', '{'), 400, 'The body is not valid JSON.'],
    'a body that is no object': [() => host.api('POST', '/personas', []), 400, 'The body must be an object.'],
    'no name': [() => host.api('POST', '/personas', {}), 422, 'The persona cannot be used: /name is required.'],
    'a path for a new id': [
      () => host.api('POST', '/personas', { id: '../x', name: 'X' }),
      422,
      /\/id must be 1 to 64 small letters/,
    ],
    'a number for a new id': [
      () => host.api('POST', '/personas', { id: 7, name: 'X' }),
      422,
      /\/id must be 1 to 64 small/,
    ],
    'a reserved id': [() => host.api('POST', '/personas', { id: 'sse', name: 'X' }), 422, /"sse" is reserved for URLs/],
    'a reserved id, derived': [
      () => host.api('POST', '/personas', { name: 'Messages' }),
      422,
      /"messages" is reserved/,
    ],
    'the name of a device': [
      () => host.api('POST', '/personas', { id: 'con', name: 'X' }),
      422,
      /"con" cannot be the name of a file/,
    ],
    'an id that is taken': [
      () => host.api('POST', '/personas', { id: 'a', name: 'X', solvers: ['one'] }),
      409,
      'There is a persona "a" already; choose another id.',
    ],
    'a name that is taken': [
      () => host.api('POST', '/personas', { id: 'x', name: 'B', solvers: ['one'] }),
      409,
      '"b" already names the persona "b"; choose another.',
    ],
    'no such solver': [
      () => host.api('POST', '/personas', { name: 'X', solvers: ['nowhere', 'one'] }),
      422,
      /there is no solver "nowhere"/,
    ],
    'many mistakes': [
      () => host.api('POST', '/personas', { name: 'X', solvers: ['one'], deadline: 'x', lang: '?' }),
      422,
      /\/lang must be a language tag .*; \/deadline must be/,
    ],
    'a mask for nothing': [
      () => host.api('POST', '/personas', { name: 'X', solvers: ['keyed'], keyed: { api_key: '********' } }),
      422,
      /"\*{8}" stands for a secret that is not there/,
    ],
    'a variable that is not set': [
      () => host.api('POST', '/personas', { name: 'X', description: '${DRAMATIS_NO_SUCH}', solvers: ['one'] }),
      422,
      /variable DRAMATIS_NO_SUCH is not set/,
    ],
    'a change of the id': [() => host.api('PATCH', '/personas/a', { id: 'z' }), 422, /\/id cannot be changed/],
    'a change that takes the chain away': [
      () => host.api('PATCH', '/personas/a', { solvers: null }),
      422,
      /\/solvers is required/,
    ],
    'a change to the name of another': [
      () => host.api('PUT', '/personas/a', { name: 'b' }),
      409,
      '"b" already names the persona "b"; choose another.',
    ],
    'a change into a circle': [
      () => host.api('PATCH', '/personas/a', { solvers: ['persona'], persona: { persona: 'a' } }),
      422,
      /asks itself, by way of "a"/,
    ],
    'deep nesting': [() => host.api('PATCH', '/personas/a', `{"keyed": ${deep}}`), 422, /nests deeper than 100 levels/],
    'deep nesting in a comment': [
      () => upload('x.json', `{"name": "X", "solvers": ["one"], "x-a": ${'['.repeat(1e5)}${']'.repeat(1e5)}}`),
      400,
      /nests deeper than 100 levels/,
    ],
    'very deep nesting': [
      () => host.api('POST', '/personas', `${'['.repeat(1e5)}${']'.repeat(1e5)}`),
      400,
      /nests too deep/,
    ],
    'a form with too many fields': [
      () =>
        host.api('POST', '/personas/upload', `${'--b\r\n\r\n'.repeat(60)}--b--`, {
          'content-type': 'multipart/form-data; boundary=b',
        }),
      400,
      /more than 50 fields/,
    ],
    'an upload that is no form': [() => host.api('POST', '/personas/upload', '{}'), 400, /"multipart\/form-data"/],
    'a form without a file': [
      () => host.api('POST', '/personas/upload', new FormData()),
      400,
      /cannot be read|is required/,
    ],
    'an upload of another kind': [
      () => upload('x.txt', '{}'),
      400,
      'The name of the file must end in .json, .yaml or .yml.',
    ],
    'an upload that is no JSON': [() => upload('x.json', '{'), 400, /The file cannot be read: it is not JSON/],
    'an upload that is no text': [
      () => upload('x.json', new Uint8Array([0xff, 0xfe, 0])),
      400,
      'The file is no text in UTF-8.',
    ],
    'an upload of a list': [() => upload('x.yaml', '- 1'), 422, /a persona file holds an object/],
    'an upload without a chain': [() => upload('x.yaml', 'name: X'), 422, /\/solvers is required/],
    'an upload that is there': [
      () => upload('a.json', '{"name": "X", "solvers": ["one"]}'),
      409,
      'There is a persona "a" already; overwrite it with ?overwrite=true.',
    ],
    'an upload that says another id': [
      () => upload('x.json', '{"id": "b", "name": "X", "solvers": ["one"]}'),
      409,
      /"b" already; overwrite/,
    ],
    'an upload with a path': [
      () => upload('../../x/con.json', '{"name": "X", "solvers": ["one"]}'),
      422,
      /"con" cannot be/,
    ],
    'a bomb of brackets': [() => upload('bomb.yaml', '['.repeat(1e6)), 400, /nests deeper than 100 levels/],
    'a bomb of dashes': [() => upload('bomb.yaml', '- '.repeat(5e5)), 400, /nests deeper than 100 levels/],
    'a bomb of keys': [
      () => upload('bomb.yaml', Array.from({ length: 5e4 }, (_, index) => `k${index}: 1`).join('\n')),
      422,
      /\/solvers is required/,
    ],
    'a bomb of anchors': [() => upload('bomb.yaml', '&a '.repeat(1e4)), 400, /A node can have at most one anchor/],
    'a text that holds itself': [() => upload('x.yaml', 'name: X\nx-a: &a [*a]\nsolvers: [one]'), 400, /nests deeper/],
    'YAML of 2 MB': [() => upload('x.yaml', `a: ${'x'.repeat(2e6)}`), 400, /it is larger than 1 MB/],
    'a bomb': [() => upload('bomb.yaml', bomb), 400, /Excessive alias count/],
    'an upload of 6 MB': [() => upload('x.json', ' '.repeat(6e6)), 413, 'A persona file has 5 MB at the most.'],
    'an upload of 50 MB': [() => upload('x.json', ' '.repeat(50e6)), 413, /The body is larger than the limit of 32 MB/],
    'a wrong page': [() => host.api('GET', '/personas?limit=x'), 400, /The limit must be/],
  }
  for (const [what, [act, status, told]] of Object.entries(wrong)) {
    it(`refuses ${what}, and nothing changes`, async () => {
      const started = performance.now()
      const { status: got, body, headers } = await act()
      expect(performance.now() - started).to.be.lessThan(4_000)
      expect(got, JSON.stringify(body)).to.equal(status)
      expect(headers.get('content-type')).to.equal('application/problem+json')
      if (typeof told === 'string') expect(body.detail).to.equal(told)
      else expect(body.detail).to.match(told)
      expect(await inFolder()).to.deep.equal(untouched)
      expect(await host.models()).to.deep.equal(['A', 'B', 'K'])
    })
  }

  it('tells every problem by its place', async () => {
    const { body } = await host.api('POST', '/personas', { name: 'X', solvers: ['one'], deadline: 'x', lang: '?' })
    expect((body.problems as { pointer: string }[]).map(({ pointer }) => pointer)).to.deep.equal(['/lang', '/deadline'])
  })

  it('shows a file without its secrets, and keeps them when it is sent back', async () => {
    const { body, headers } = await host.api('GET', '/personas/k')
    expect(JSON.stringify(body)).not.to.contain(secret)
    expect(body).to.deep.equal({
      ...{ id: 'k', name: 'K', description: '', system_prompt: 'Be kind.', solvers: ['keyed'] },
      knowledge_domains: { credentials: ['keys'] },
      keyed: { api_key: '********', headers: { 'x-custom': '********' }, url: 'https://user:********@example.com/x' },
      problems: body.problems,
    })
    const etag = headers.get('etag') ?? ''
    const sent = await host.api('PUT', '/personas/k', { ...body, description: 'new' }, { 'if-match': etag })
    expect(sent.status).to.equal(200)
    expect(JSON.stringify(sent.body)).not.to.contain(secret)
    expect(await host.ask('K')).to.equal(secret)
    const written = JSON.parse((await inFolder())['k.json'] ?? '') as (typeof files)[keyof typeof files] & {
      keyed: object
    }
    expect(written.keyed).to.deep.equal(files['personas/k.json'].keyed)
  })
})

describe('personas that are changed over REST', () => {
  let host: LiveHost
  beforeEach(async () => {
    host = await openLiveHost(files)
  })
  afterEach(() => host.close())
  const text = (name: string): Promise<string> => readFile(host.path(`personas/${name}`), 'utf8')

  it('are made, served at once, changed and deleted', async () => {
    const made = await host.api('POST', '/personas', { name: 'New One', solvers: ['one'], description: null })
    expect(made.status).to.equal(201)
    expect(made.headers.get('location')).to.equal('/api/v1/personas/new-one')
    expect(made.body).to.deep.equal({ id: 'new-one', name: 'New One', description: '', solvers: ['one'] })
    expect(await host.models()).to.deep.equal(['A', 'B', 'K', 'New One'])
    expect(JSON.parse(await text('new-one.json'))).to.deep.equal({ id: 'new-one', name: 'New One', solvers: ['one'] })
    const changed = await host.api('PATCH', '/personas/new-one', { solvers: ['two'], description: 'Changed.' })
    expect(changed.status).to.equal(200)
    expect(await host.ask('New One')).to.equal('two')
    expect((await host.api('PUT', '/personas/new-one', { description: null })).body.description).to.equal('')
    const gone = await host.api('DELETE', '/personas/new-one')
    expect(gone.body).to.deep.equal({
      success: true,
      message: 'The persona "new-one" is deleted, and its file with it.',
    })
    expect(await host.models()).to.deep.equal(['A', 'B', 'K'])
    expect(await readdir(host.path('personas'))).to.deep.equal(['a.json', 'b.yaml', 'k.json'])
  })

  it('may come as persona-agent had them', async () => {
    process.env.OPENAI_API_KEY ??= 'test'
    const payload = {
      name: 'Holmes',
      description: 'A detective.',
      personal_background: { occupation: 'detective' },
      language_style: { tone: 'dry' },
      knowledge_domains: { chemistry: ['poisons'] },
      interaction_samples: [{ type: 'quote', content: 'Elementary.' }],
    }
    const made = await host.api('POST', '/personas', payload)
    expect(made.status, JSON.stringify(made.body)).to.equal(201)
    expect((await host.api('GET', '/personas/holmes')).body).to.deep.include({ id: 'holmes', ...payload })
    const bare = await host.api('POST', '/personas', { name: 'Bare' })
    expect(bare.status, JSON.stringify(bare.body)).to.equal(201)
    expect(bare.body.solvers).to.deep.equal(['openai'])
  })

  it('stay YAML with their comments', async () => {
    const { status } = await host.api('PATCH', '/personas/b', {
      ...{ name: 'Bee', description: null, aliases: ['bumble'], two: { timeout: '2s' } },
    })
    expect(status).to.equal(200)
    expect(await text('b.yaml')).to.equal(`# Who it is
name: Bee # its name
solvers: [two] # in order
aliases:
  - bumble
two:
  timeout: 2s
`)
    await host.api('PATCH', '/personas/b', { two: { timeout: '3s', minConfidence: 0.5 }, solvers: ['one', 'two'] })
    expect(await text('b.yaml')).to.contain('two:\n  timeout: 3s\n  minConfidence: 0.5\n')
    expect(await host.ask('bumble')).to.equal('one')
  })

  it('keep two editors apart', async () => {
    const first = (await host.api('GET', '/personas/a')).headers.get('etag') ?? ''
    const fresh = await host.api('GET', '/personas/a', undefined, { 'if-none-match': first })
    expect([fresh.status, fresh.headers.get('etag')]).to.deep.equal([304, first])
    const one = await host.api('PATCH', '/personas/a', { description: '1' }, { 'if-match': first })
    expect(one.status).to.equal(200)
    for (const tag of [first, `W/${one.headers.get('etag')}`, '"nonsense"']) {
      const other = await host.api('PATCH', '/personas/a', { description: '2' }, { 'if-match': tag })
      expect([other.status, other.body.title]).to.deep.equal([412, 'precondition-failed'])
    }
    expect((await host.api('DELETE', '/personas/a', undefined, { 'if-match': first })).status).to.equal(412)
    await host.write('personas/a.json', { name: 'A', solvers: ['two'] }) // by an editor on disk, just now
    const late = await host.api('PATCH', '/personas/a', {}, { 'if-match': one.headers.get('etag') ?? '' })
    expect(late.status).to.equal(412)
    expect((await host.api('PATCH', '/personas/a', { lang: 'de' }, { 'if-match': '*' })).status).to.equal(200)
    expect(await host.ask('A')).to.equal('two')
  })

  it('survive many editors at once', async () => {
    const edits = Array.from({ length: 20 }, (_, index) => host.api('PATCH', '/personas/a', { [`x-${index}`]: index }))
    for (const { status } of await Promise.all(edits)) expect(status).to.equal(200)
    const written = Object.keys(JSON.parse(await text('a.json')) as object).filter((key) => key.startsWith('x-'))
    expect(written).to.have.length(20)
    const made = await Promise.all(
      [1, 2, 3].map(() => host.api('POST', '/personas', { name: 'Same', solvers: ['one'] })),
    )
    expect(made.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409])
  })

  it('are uploaded as they are, and overwrite only when told', async () => {
    const send = async (name: string, content: string, query = ''): Promise<Called> => {
      const form = new FormData()
      form.set('file', new File([content], name))
      return await host.api('POST', `/personas/upload${query}`, form)
    }
    const yaml = '# mine\nname: Up\nsolvers: [one]\n'
    const made = await send('My Upload.YAML', yaml)
    expect([made.status, made.headers.get('location')]).to.deep.equal([201, '/api/v1/personas/my-upload'])
    expect(await text('my-upload.yaml')).to.equal(yaml)
    expect(await host.ask('Up')).to.equal('one')
    const refused = await send('my-upload.json', '{"name": "Up", "solvers": ["two"]}')
    expect(refused.status).to.equal(409)
    const replaced = await send('my-upload.json', '{"name": "Up", "solvers": ["two"]}', '?overwrite=true')
    expect(replaced.status).to.equal(200)
    expect(await text('my-upload.yaml')).to.equal('name: Up\nsolvers:\n  - two\n')
    expect(await host.ask('Up')).to.equal('two')
  })

  it('can be mended where their file cannot be used', async () => {
    await host.write('personas/a.json', '{ broken')
    await soon(async () => (await host.api('GET', '/personas/a')).body.problems !== undefined, true)
    const { status, body } = await host.api('PATCH', '/personas/a', { name: 'Z' })
    expect(status).to.equal(422)
    expect(body.detail).to.match(/its file cannot be read/)
    expect(await host.ask('A')).to.equal('one')
    const form = new FormData()
    form.set('file', new File(['{"name": "A", "solvers": ["two"]}'], 'a.json'))
    expect((await host.api('POST', '/personas/upload?overwrite=true', form)).status).to.equal(200)
    expect(await host.ask('A')).to.equal('two')
  })

  it('keep a solver that is missing where that was so before', async () => {
    await host.write('personas/m.json', { name: 'M', solvers: ['missing', 'one'] })
    await soon(() => host.models(), ['A', 'B', 'K', 'M'])
    expect((await host.api('PATCH', '/personas/m', { description: 'x' })).status).to.equal(200)
    expect((await host.api('PATCH', '/personas/m', { solvers: ['missing', 'gone', 'one'] })).status).to.equal(422)
  })

  it('are not written where the disk says no, and nothing is lost', async () => {
    const before = await text('a.json')
    const isRoot = process.getuid?.() === 0 // who may write anywhere
    await chmod(host.folder, 0o755)
    await chmod(host.path('personas'), 0o555)
    if (isRoot) process.seteuid?.(65_534)
    const answers = [
      await host.api('PATCH', '/personas/a', { description: 'x' }),
      await host.api('DELETE', '/personas/a'),
    ]
    if (isRoot) process.seteuid?.(0)
    await chmod(host.path('personas'), 0o755)
    const said = '"a.json" cannot be written (EACCES); everything is as it was.'
    expect(answers.map(({ status, body }) => [status, body.detail])).to.deep.equal([
      [503, said],
      [503, said],
    ])
    expect(await text('a.json')).to.equal(before)
    expect(await host.ask('A')).to.equal('one')
    expect((await host.api('PATCH', '/personas/a', { solvers: ['two'] })).status).to.equal(200)
  })
})

describe('who may change personas over REST', () => {
  const act = async (host: LiveHost, headers: Record<string, string>): Promise<[number, number, boolean]> => {
    const { url } = host
    const read = await raw(`${url}/api/v1/personas/k`, 'GET', headers)
    const write = await raw(`${url}/api/v1/personas/k`, 'PATCH', headers, '{"description": "x"}')
    return [read.status, write.status, read.text.includes('system_prompt')]
  }
  const callers: Record<
    string,
    [settings: object, headers: Record<string, string>, expected: [number, number, boolean]]
  > = {
    'a program on this machine': [{}, {}, [200, 200, true]],
    'a page on this machine': [{}, { origin: 'http://localhost:3000' }, [200, 200, true]],
    'a page of somebody else': [{}, { origin: 'https://evil.example' }, [403, 403, false]],
    'a page that may call': [{ corsOrigins: ['*'] }, { origin: 'https://evil.example' }, [200, 403, false]],
    'a page that has rebound its name': [{}, { host: 'evil.example' }, [200, 403, false]],
    'a form of a page': [{ corsOrigins: ['*'] }, { origin: 'null', 'content-type': 'text/plain' }, [200, 403, false]],
    'anybody, of a host that others reach': [{ host: '0.0.0.0' }, {}, [200, 403, false]],
    'nobody without a key': [{ requireKeys: true, apiKeys: ['k1-k1-k1-k1-k1-k1-k1-k1'] }, {}, [401, 401, false]],
  }
  for (const [who, [settings, headers, expected]] of Object.entries(callers)) {
    it(`${who}`, async () => {
      const host = await openLiveHost(files, () => settings)
      try {
        expect(await act(host, headers)).to.deep.equal(expected)
      } finally {
        await host.close()
      }
    })
  }

  it('nobody, where personas come with the package', async () => {
    const bundled = join(packageFolder, 'personas', 'eliza.json')
    const host = await openLiveHost({}, () => ({ personas: [bundled] }))
    const before = process.cwd()
    process.chdir(host.folder)
    try {
      const text = await readFile(bundled, 'utf8')
      for (const [method, path, body] of [
        ['PATCH', '/personas/eliza', { description: 'x' }],
        ['DELETE', '/personas/eliza', undefined],
        ['POST', '/personas', { name: 'X', solvers: ['eliza'] }],
      ] as const) {
        expect((await host.api(method, path, body)).status, `${method} ${path}`).to.equal(403)
      }
      expect(await readFile(bundled, 'utf8')).to.equal(text)
    } finally {
      process.chdir(before)
      await host.close()
    }
  })
})

it('personas that come with the package are those of whoever works in its own folder', async () => {
  const file = join(packageFolder, 'personas', 'made-by-a-test.json')
  const host = await openLiveHost({}, () => ({ personas: [join(packageFolder, 'personas')], watch: false }))
  try {
    expect((await host.api('POST', '/personas', { id: 'made-by-a-test', solvers: ['eliza'] })).status).to.equal(201)
    expect(existsSync(file)).to.equal(true)
    expect((await host.api('DELETE', '/personas/made-by-a-test')).status).to.equal(200)
  } finally {
    await rm(file, { force: true })
    await host.close()
  }
})

/** `fetch` does not let a test say what host it asks. */
function raw(url: string, method: string, headers: object, body?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers: { ...headers } }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    call.on('error', reject)
    call.end(body)
  })
}
