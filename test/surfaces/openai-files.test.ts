import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type LibraryClient, openLibrary } from '../support/openai-library.ts'
import { eventually } from '../support/stage.ts'

const unknown = `file-${'0'.repeat(32)}`

describe('openai files', () => {
  let library: LibraryClient
  before(async () => {
    library = await openLibrary()
  })
  after(() => library.close())

  const post = async (body: string | Buffer, type?: string, url = library.stage.url) => {
    const headers = type === undefined ? {} : { 'content-type': type }
    const response = await fetch(`${url}/openai/v1/files`, { method: 'POST', body, headers })
    const { error } = (await response.json()) as { error: { type: string; param: string | null } }
    return { status: response.status, error }
  }
  const part = (name: string, value: string, more = '') =>
    `--limit7f3a\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
  const file = part('file', 'hello', '; filename="a.txt"')
  const form = 'multipart/form-data; boundary=limit7f3a'

  describe('are refused in the vendor’s envelope', () => {
    const cases: [what: string, body: string, type: string | undefined, param: string | null][] = [
      ['JSON', '{"file": "x"}', 'application/json', null],
      ['a body without a type', 'hello', undefined, null],
      ['a form without a boundary', `${file}--limit7f3a--`, 'multipart/form-data', null],
      ['a form with another boundary', `${file}--limit7f3a--`, 'multipart/form-data; boundary=c', null],
      ['a form that breaks off', file.slice(0, 60), form, null],
      ['noise', '\0\x01\x02--limit7f3a\r\n\r\n--limit7f3a', form, null],
      ['no body', '', form, null],
      ['no file', `${part('purpose', 'assistants')}--limit7f3a--\r\n`, form, 'file'],
      ['a file without a name', `${part('purpose', 'assistants')}${part('file', 'x')}--limit7f3a--\r\n`, form, 'file'],
      ['no purpose', `${file}--limit7f3a--\r\n`, form, 'purpose'],
      ['an unknown purpose', `${part('purpose', 'fun')}${file}--limit7f3a--\r\n`, form, 'purpose'],
      [
        'an expiry that is too soon',
        `${part('purpose', 'batch')}${part('expires_after[anchor]', 'created_at')}${part('expires_after[seconds]', '10')}${file}--limit7f3a--\r\n`,
        form,
        'expires_after.seconds',
      ],
      ['a form of very many fields', `${part('a', '').repeat(200)}${file}--limit7f3a--\r\n`, form, null],
    ]
    for (const [what, body, type, param] of cases) {
      it(what, async () => {
        const { status, error } = await post(body, type)
        expect({ status, type: error.type, param: error.param }).to.deep.equal({
          status: 400,
          type: 'invalid_request_error',
          param,
        })
      })
    }

    it('after little work, whatever the body is', async () => {
      const begun = performance.now()
      const many = part('a', '').repeat(400_000)
      expect((await post(many, form)).status).to.equal(400)
      expect(performance.now() - begun).to.be.lessThan(1500)
    })

    for (const [method, path] of [
      ['GET', `/files/${unknown}`],
      ['GET', `/files/${unknown}/content`],
      ['DELETE', `/files/${unknown}`],
      ['GET', '/files/..%2f..%00'],
    ] as const) {
      it(`${method} ${path}: not there`, async () => {
        const { status, body } = await library.call(method, path)
        const { type, code, param } = body.error
        expect({ status, type, code, param }).to.deep.equal({
          status: 404,
          type: 'invalid_request_error',
          code: null,
          param: 'id',
        })
      })
    }

    for (const query of [
      'limit=0',
      'limit=x',
      'limit=10001',
      'order=up',
      `after=${unknown}`,
      'after=a&before=b',
      'purpose=%00',
    ]) {
      it(`a list with ${query}`, async () => {
        expect((await library.call('GET', `/files?${query}`)).status).to.equal(400)
      })
    }
  })

  const lines = (...all: string[]) => all.join('\r\n')
  const clients: [client: string, type: string, body: string, filename: string][] = [
    [
      '.NET, without quotes',
      'multipart/form-data; boundary="b-1"',
      lines(
        '--b-1',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Disposition: form-data; name=purpose',
        '',
        'assistants',
        '--b-1',
        "Content-Disposition: form-data; name=file; filename=a.txt; filename*=utf-8''%C3%A4.txt",
        '',
        'hello',
        '--b-1--',
        '',
      ),
      '\u00e4.txt',
    ],
    [
      'Go, with quotes in the name',
      'multipart/form-data; boundary=b1',
      lines(
        '--b1',
        'Content-Disposition: form-data; name="file"; filename="a \\"b\\".txt"',
        'Content-Type: application/octet-stream',
        '',
        'hello',
        '--b1',
        'Content-Disposition: form-data; name="purpose"',
        '',
        'assistants',
        '--b1--',
      ),
      'a "b".txt',
    ],
    [
      'a browser, and something before the form',
      'Multipart/Form-Data; Boundary=b1',
      lines(
        'preamble',
        '--b1  ',
        'content-disposition: form-data; name="purpose"',
        '',
        'assistants',
        '--b1',
        'content-disposition: form-data; name="file"; filename="a%22b%22.txt"',
        '',
        'hello',
        '--b1--',
        'epilogue',
      ),
      'a"b".txt',
    ],
  ]
  for (const [client, type, body, filename] of clients) {
    it(`are taken as they come from ${client}`, async () => {
      const init = { method: 'POST', body, headers: { 'content-type': type } }
      const made = await (await fetch(`${library.stage.url}/openai/v1/files`, init)).json()
      expect(made).to.deep.include({ object: 'file', bytes: 5, filename, purpose: 'assistants' })
      const content = await fetch(`${library.stage.url}/openai/v1/files/${(made as { id: string }).id}/content`)
      expect(await content.text()).to.equal('hello')
    })
  }

  it('are kept as they came', async () => {
    const { status, body } = await library.upload('Grüße', 'a b(1)’s.txt')
    expect(status).to.equal(200)
    expect(body).to.deep.include({ object: 'file', bytes: 7, filename: 'a b(1)’s.txt', purpose: 'assistants' })
    expect(body.id).to.match(/^file-[0-9a-f]{32}$/)
    expect(body.created_at).to.be.closeTo(Date.now() / 1000, 5)
    expect((await library.call('GET', `/files/${body.id}`)).body).to.deep.equal(body)
    const content = await fetch(`${library.stage.url}/openai/v1/files/${body.id}/content`)
    expect(await content.text()).to.equal('Grüße')
    expect(content.headers.get('content-disposition')).to.equal(
      "attachment; filename*=UTF-8''a%20b%281%29%E2%80%99s.txt",
    )
  })

  it('are kept byte for byte, also when they are large', async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024 + 17, 0xa5)
    for (let index = 0; index < bytes.length; index += 4096) bytes.writeUInt32LE(index, index)
    const { body } = await library.upload(bytes, 'large.bin', { purpose: 'user_data' })
    const content = await fetch(`${library.stage.url}/openai/v1/files/${body.id}/content`)
    expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).to.equal(true)
    expect(content.headers.get('content-length')).to.equal(String(bytes.length))
  })

  it('are gone when they are deleted', async () => {
    const { id } = (await library.upload('x')).body
    expect((await library.call('DELETE', `/files/${id}`)).body).to.deep.equal({ id, object: 'file', deleted: true })
    expect((await library.call('GET', `/files/${id}`)).status).to.equal(404)
    expect((await library.call('DELETE', `/files/${id}`)).status).to.equal(404)
  })

  it('expire when their client says so', async () => {
    const fields = { 'expires_after[anchor]': 'created_at', 'expires_after[seconds]': '7200' }
    const { body } = await library.upload('x', 'x.txt', fields)
    expect(body.expires_at - body.created_at).to.equal(7200)
    const batch = (await library.upload('{}', 'b.jsonl', { purpose: 'batch' })).body
    expect(batch.expires_at - batch.created_at).to.equal(30 * 24 * 3600)
  })

  it('are listed in pages, either way, by purpose', async () => {
    const ids: string[] = []
    for (let index = 0; index < 5; index++) {
      ids.push((await library.upload('x', `${index}.txt`, { purpose: 'vision' })).body.id)
    }
    const list = async (query: string) => {
      const { body } = await library.call('GET', `/files?purpose=vision&${query}`)
      const listed = body.data.map(({ id }: { id: string }) => ids.indexOf(id))
      expect([body.first_id, body.last_id]).to.deep.equal([body.data[0]?.id ?? '', body.data.at(-1)?.id ?? ''])
      return [listed, body.has_more]
    }
    expect(await list('')).to.deep.equal([[4, 3, 2, 1, 0], false])
    expect(await list('limit=2')).to.deep.equal([[4, 3], true])
    expect(await list(`limit=2&after=${ids[3]}`)).to.deep.equal([[2, 1], true])
    expect(await list(`limit=2&order=asc&after=${ids[2]}`)).to.deep.equal([[3, 4], false])
    expect(await list(`limit=2&before=${ids[0]}`)).to.deep.equal([[2, 1], true])
    expect(await list(`order=asc&before=${ids[2]}`)).to.deep.equal([[0, 1], false])
  })

  it('are served under /v1 too, as deprecated, and under /ollama/v1', async () => {
    const { id } = (await library.upload('x')).body
    for (const [prefix, deprecated] of [
      ['/v1', true],
      ['/ollama/v1', false],
    ] as const) {
      const response = await fetch(`${library.stage.url}${prefix}/files/${id}`)
      expect(await response.json()).to.have.property('id', id)
      expect(response.headers.has('deprecation')).to.equal(deprecated)
    }
  })
})

describe('openai files have limits', () => {
  let library: LibraryClient
  before(async () => {
    library = await openLibrary({ fileBytes: 100, storageBytes: 250, files: 4, fileTtl: 400 }, { bodyLimit: 5000 })
  })
  after(() => library.close())

  it('of one file, and of the body', async () => {
    for (const [size, message] of [
      [101, /file is larger than the limit of 100 bytes/],
      [6000, /body is larger/],
    ] as const) {
      const { status, body } = await library.upload('x'.repeat(size))
      expect(status).to.equal(413)
      expect(body.error.message).to.match(message)
    }
  })

  it('of all bytes, of their number, and of time', async () => {
    expect((await library.upload('x'.repeat(100))).status).to.equal(200)
    expect((await library.upload('x'.repeat(100))).status).to.equal(200)
    const over = await library.upload('x'.repeat(51))
    expect([over.status, over.body.error.message]).to.deep.equal([
      400,
      'With this file there would be more than 250 bytes, which is the limit. Delete some that are not needed.',
    ])
    expect((await library.upload('x')).status).to.equal(200)
    expect((await library.upload('x')).status).to.equal(200)
    expect((await library.upload('x')).body.error.message).to.match(/^There are 4 files already/)
    await eventually('expired', async () => (await library.call('GET', '/files')).body.data.length === 0)
  })
})

describe('openai files survive', () => {
  it('a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dramatis-files-'))
    try {
      const state = `file:${join(folder, 'state.db')}`
      const first = await openLibrary({}, { state })
      const { id } = (await first.upload('kept', 'k.txt')).body
      await first.close()
      const second = await openLibrary({}, { state })
      const response = await fetch(`${second.stage.url}/openai/v1/files/${id}/content`)
      expect(await response.text()).to.equal('kept')
      await second.close()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('openai files of one caller', () => {
  const keys = { first: 'the-key-of-the-first', second: 'the-key-of-the-second' }
  let library: LibraryClient
  before(async () => {
    library = await openLibrary({ files: 2 }, { requireKeys: true, apiKeys: Object.values(keys) })
  })
  after(() => library.close())

  const ask = async (key: string, method: string, path: string, body?: FormData | string) => {
    const headers = { authorization: `Bearer ${key}` }
    const response = await fetch(`${library.stage.url}/openai/v1${path}`, {
      method,
      headers,
      ...(body ? { body } : {}),
    })
    const answer = (await response.json()) as { id: string; data: { id: string }[]; status: string }
    return { status: response.status, answer }
  }
  const upload = async (key: string) => {
    const form = new FormData()
    form.set('purpose', 'assistants')
    form.set('file', new File(['secret words'], 'a.txt'))
    return await ask(key, 'POST', '/files', form)
  }

  it('are not there for another, nor are the vector stores', async () => {
    const file = (await upload(keys.first)).answer.id
    const body = JSON.stringify({ file_ids: [file] })
    const store = (await ask(keys.first, 'POST', '/vector_stores', body)).answer.id
    await eventually('indexed', async () => {
      return (await ask(keys.first, 'GET', `/vector_stores/${store}`)).answer.status === 'completed'
    })
    const query = JSON.stringify({ query: 'words' })
    for (const [method, path, body] of [
      ['GET', `/files/${file}`],
      ['GET', `/files/${file}/content`],
      ['DELETE', `/files/${file}`],
      ['GET', `/vector_stores/${store}`],
      ['DELETE', `/vector_stores/${store}`],
      ['GET', `/vector_stores/${store}/files/${file}`],
      ['GET', `/vector_stores/${store}/files/${file}/content`],
      ['POST', `/vector_stores/${store}/search`, query],
      ['POST', '/vector_stores', JSON.stringify({ file_ids: [file] })],
    ] as const) {
      expect((await ask(keys.second, method, path, body)).status, `${method} ${path}`).to.equal(404)
    }
    expect((await ask(keys.second, 'GET', '/files')).answer.data).to.deep.equal([])
    expect((await ask(keys.second, 'GET', '/vector_stores')).answer.data).to.deep.equal([])
    const found = await ask(keys.first, 'POST', `/vector_stores/${store}/search`, query)
    expect(found.answer.data).to.have.length(1)
    expect((await ask('no-such-key', 'GET', '/files')).status).to.equal(401)
  })

  it('do not count for another', async () => {
    expect((await upload(keys.first)).status).to.equal(200)
    expect((await upload(keys.first)).status).to.equal(400)
    expect((await upload(keys.second)).status).to.equal(200)
  })
})
