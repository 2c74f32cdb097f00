import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Embeddings, EmbedRequest } from 'dramatis'
import { estimateTokens } from 'dramatis'
import { startTestHost } from 'dramatis/testing'
import { type Answer, type LibraryClient, libraryOf, openLibrary } from '../support/openai-library.ts'
import { eventually, type Stage } from '../support/stage.ts'

const noFile = `file-${'0'.repeat(32)}`
const noStore = `vs_${'0'.repeat(32)}`
const noBatch = `vsfb_${'0'.repeat(32)}`

describe('openai vector stores', () => {
  let library: LibraryClient
  let filled: { store: string; files: string[] }
  before(async () => {
    library = await openLibrary()
    filled = await library.fill({
      'moon.md': '# The Moon\n\nThe moon goes round the earth in 27 days. It has no air.',
      'tea.txt': 'Black tea is steeped for four minutes. Green tea returned to fashion lately.',
    })
  })
  after(() => library.close())

  describe('refuse', () => {
    const refusals: [
      method: string,
      path: (store: string, file: string) => string,
      body: object | undefined,
      status: number,
      param: string | null,
    ][] = [
      ['GET', () => `/vector_stores/${noStore}`, undefined, 404, 'vector_store_id'],
      ['GET', () => '/vector_stores/..%2f%00', undefined, 404, 'vector_store_id'],
      ['POST', () => `/vector_stores/${noStore}`, {}, 404, 'vector_store_id'],
      ['DELETE', () => `/vector_stores/${noStore}`, undefined, 404, 'vector_store_id'],
      ['POST', () => `/vector_stores/${noStore}/search`, { query: 'x' }, 404, 'vector_store_id'],
      ['POST', () => `/vector_stores/${noStore}/files`, { file_id: noFile }, 404, 'vector_store_id'],
      ['GET', () => `/vector_stores/${noStore}/files`, undefined, 404, 'vector_store_id'],
      ['POST', (store) => `/vector_stores/${store}/files`, { file_id: noFile }, 404, 'id'],
      ['POST', (store) => `/vector_stores/${store}/files`, {}, 400, 'file_id'],
      ['GET', (store) => `/vector_stores/${store}/files/${noFile}`, undefined, 404, 'file_id'],
      ['GET', (store) => `/vector_stores/${store}/files/${noFile}/content`, undefined, 404, 'file_id'],
      ['DELETE', (store) => `/vector_stores/${store}/files/${noFile}`, undefined, 404, 'file_id'],
      ['GET', (store) => `/vector_stores/${store}/files?filter=done`, undefined, 400, 'filter'],
      [
        'POST',
        (store, file) => `/vector_stores/${store}/files/${file}`,
        { attributes: { a: [] } },
        400,
        'attributes.a',
      ],
      ['GET', (store) => `/vector_stores/${store}/file_batches/${noBatch}`, undefined, 404, 'batch_id'],
      ['POST', (store) => `/vector_stores/${store}/file_batches/${noBatch}/cancel`, {}, 404, 'batch_id'],
      ['POST', (store) => `/vector_stores/${store}/file_batches`, {}, 400, 'file_ids'],
      ['POST', (store) => `/vector_stores/${store}/file_batches`, { file_ids: [] }, 400, 'file_ids'],
      ['POST', () => '/vector_stores', { name: 7 }, 400, 'name'],
      ['POST', () => '/vector_stores', { file_ids: [noFile] }, 404, 'id'],
      ['POST', () => '/vector_stores', { metadata: { a: 'x'.repeat(513) } }, 400, 'metadata.a'],
      [
        'POST',
        () => '/vector_stores',
        { expires_after: { anchor: 'last_active_at', days: 0 } },
        400,
        'expires_after.days',
      ],
      ['GET', () => '/vector_stores?limit=101', undefined, 400, 'limit'],
      ['POST', (store) => `/vector_stores/${store}/search`, {}, 400, 'query'],
      [
        'POST',
        (store) => `/vector_stores/${store}/search`,
        { query: 'x', max_num_results: 51 },
        400,
        'max_num_results',
      ],
      ['POST', (store) => `/vector_stores/${store}/search`, { query: 'x'.repeat(20_000) }, 400, 'query'],
      ['POST', (store) => `/vector_stores/${store}/search`, { query: 'x', filters: {} }, 400, 'filters'],
      [
        'POST',
        (store) => `/vector_stores/${store}/search`,
        { query: 'x', filters: { type: 'and', filters: [{ type: 'like', key: 'a', value: 'b' }] } },
        400,
        'filters.filters[0].type',
      ],
      [
        'POST',
        (store) => `/vector_stores/${store}/search`,
        { query: 'x', filters: { type: 'in', key: 'a', value: 'b' } },
        400,
        'filters.value',
      ],
      [
        'POST',
        (store, file) => `/vector_stores/${store}/files?${file}`,
        {
          file_id: noFile,
          chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 100, chunk_overlap_tokens: 51 } },
        },
        400,
        'chunking_strategy.static.chunk_overlap_tokens',
      ],
    ]
    for (const [method, path, body, status, param] of refusals) {
      it(`${method} ${path('{id}', '{file}')} ${JSON.stringify(body ?? null).slice(0, 60)}`, async () => {
        const [file = ''] = filled.files
        const answer = await library.call(method, path(filled.store, file), body)
        expect([answer.status, answer.body.error?.param]).to.deep.equal([status, param])
      })
    }
  })

  it('are made, changed, listed and deleted', async () => {
    const expires_after = { anchor: 'last_active_at', days: 7 }
    const made = (await library.call('POST', '/vector_stores', { name: 'A\0', metadata: { a: 'b' }, expires_after }))
      .body
    expect(made).to.deep.include({
      object: 'vector_store',
      name: 'A\0',
      metadata: { a: 'b' },
      status: 'completed',
      usage_bytes: 0,
      file_counts: { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 },
      expires_after,
    })
    expect(made.expires_at - made.last_active_at).to.equal(7 * 24 * 3600)
    const path = `/vector_stores/${made.id}`
    expect((await library.call('GET', path)).body).to.deep.equal(made)
    const changed = (await library.call('POST', path, { name: 'B', expires_after: null })).body
    expect(changed).to.deep.include({ name: 'B', metadata: { a: 'b' }, expires_at: null })
    const other = (await library.call('POST', '/vector_stores', {})).body
    const ids = async (query: string) =>
      (await library.call('GET', `/vector_stores?${query}`)).body.data.map(({ id }: { id: string }) => id)
    expect(await ids('limit=2')).to.deep.equal([other.id, made.id])
    expect(await ids(`limit=1&after=${other.id}`)).to.deep.equal([made.id])
    expect((await library.call('DELETE', path)).body).to.deep.equal({
      id: made.id,
      object: 'vector_store.deleted',
      deleted: true,
    })
    expect((await library.call('GET', path)).status).to.equal(404)
  })

  it('find words, and those that begin like them, with scores from 0 to 1', async () => {
    for (const [query, name] of [
      ['How long does the MOON need?', 'moon.md'],
      ['steeping, minutes of tea', 'tea.txt'],
      ['return', 'tea.txt'],
      ['minute', 'tea.txt'],
    ]) {
      const [first, ...others] = await library.search(filled.store, query ?? '')
      expect(first, query).to.deep.include({ filename: name })
      for (const { score } of [first, ...others]) expect(score).to.be.within(0, 1)
    }
    expect(await library.search(filled.store, 'submarine')).to.deep.equal([])
  })

  it('tell a chunk that has it all from one that has a part of it', async () => {
    const query = { query: ['the moon has no air', 'tea'], ranking_options: { score_threshold: 0.9 } }
    const found = await library.search(filled.store, query)
    expect(found.map(({ filename }: { filename: string }) => filename)).to.have.members(['moon.md', 'tea.txt'])
    const one = { query: 'green moon', ranking_options: { score_threshold: 0.9 } }
    expect(await library.search(filled.store, one)).to.deep.equal([])
  })

  it('find text of scripts without spaces, and of any case and accent', async () => {
    const { store } = await library.fill({
      a: '返品は三十日以内に受け付けます。',
      b: 'Le café coûte trois euros.',
      c: '배송은 이틀 걸립니다.',
    })
    const names = async (query: string) => (await library.search(store, query))[0]?.filename
    expect(await names('返品したい')).to.equal('a')
    expect(await names('CAFE')).to.equal('b')
    expect(await names('배송')).to.equal('c')
  })

  it('filter by attributes', async () => {
    const { store, files } = await library.fill({ a: 'word one', b: 'word two', c: 'word three' })
    const attributes = [{ year: 2020, kind: 'x' }, { year: 2024, kind: 'y', good: true }, {}]
    for (const [index, file] of files.entries()) {
      const path = `/vector_stores/${store}/files/${file}`
      const { body } = await library.call('POST', path, { attributes: attributes[index] ?? {} })
      expect(body.attributes).to.deep.equal(attributes[index])
    }
    const cases: [filter: object, names: string][] = [
      [{ type: 'eq', key: 'kind', value: 'x' }, 'a'],
      [{ type: 'ne', key: 'kind', value: 'x' }, 'bc'],
      [{ type: 'gt', key: 'year', value: 2020 }, 'b'],
      [{ type: 'gte', key: 'year', value: 2020 }, 'ab'],
      [{ type: 'lt', key: 'year', value: 2024 }, 'a'],
      [{ type: 'lte', key: 'year', value: '2024' }, ''],
      [{ type: 'in', key: 'kind', value: ['x', 'y'] }, 'ab'],
      [{ type: 'nin', key: 'kind', value: ['x'] }, 'bc'],
      [{ type: 'eq', key: 'constructor', value: 'x' }, ''],
      [
        {
          type: 'and',
          filters: [
            { type: 'eq', key: 'good', value: true },
            { type: 'eq', key: 'kind', value: 'y' },
          ],
        },
        'b',
      ],
      [
        {
          type: 'or',
          filters: [
            { type: 'eq', key: 'good', value: true },
            { type: 'eq', key: 'kind', value: 'x' },
          ],
        },
        'ab',
      ],
      [{ type: 'and', filters: [] }, 'abc'],
    ]
    for (const [filters, names] of cases) {
      const found = await library.search(store, { query: 'word', filters })
      const got = found
        .map(({ filename }: { filename: string }) => filename)
        .sort()
        .join('')
      expect(got, JSON.stringify(filters)).to.equal(names)
    }
  })

  it('forget what is taken out, deleted, or put in anew', async () => {
    const { store, files } = await library.fill({ a: 'apple pie', b: 'apple tart', c: 'apple cake' })
    const names = async () =>
      (await library.search(store, 'apple')).map(({ filename }: { filename: string }) => filename).sort()
    expect(await names()).to.deep.equal(['a', 'b', 'c'])
    expect((await library.call('DELETE', `/vector_stores/${store}/files/${files[0]}`)).body).to.deep.equal({
      id: files[0],
      object: 'vector_store.file.deleted',
      deleted: true,
    })
    await library.call('DELETE', `/files/${files[1]}`)
    expect(await names()).to.deep.equal(['c'])
    expect((await library.call('GET', `/files/${files[0]}`)).status).to.equal(200)
    await library.call('POST', `/vector_stores/${store}/files`, { file_id: files[2] })
    await library.call('POST', `/vector_stores/${store}/files`, { file_id: files[0] })
    await library.settled(store)
    expect(await names()).to.deep.equal(['a', 'c'])
  })

  it('say in the vendor’s words what is no text', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('wide words', 'utf16le')])
    const { store, files } = await library.fill({
      'paper.pdf': '%PDF-1.7 ...',
      'letter.docx': Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0]),
      'latin.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9]),
      'empty.txt': ' \n',
      'utf16.txt': utf16,
      'page.html':
        '<head><title>x</title></head><script>hidden()</script><p>Caf&eacute; &amp; <b>bar</b> 1 < 2</p><!-- no --><ul><li>one<li>two',
      Makefile: 'all: words',
    })
    const told = await Promise.all(files.map((file) => library.call('GET', `/vector_stores/${store}/files/${file}`)))
    expect(told.map(({ body }) => [body.status, body.last_error?.code])).to.deep.equal([
      ['failed', 'unsupported_file'],
      ['failed', 'unsupported_file'],
      ['failed', 'invalid_file'],
      ['failed', 'invalid_file'],
      ['completed', undefined],
      ['completed', undefined],
      ['completed', undefined],
    ])
    const text = async (file = '') =>
      (await library.call('GET', `/vector_stores/${store}/files/${file}/content`)).body.data
    expect(await text(files[5])).to.deep.equal([{ type: 'text', text: '\n\nCafé & bar 1 < 2\n\none\ntwo' }])
    expect(await text(files[4])).to.deep.equal([{ type: 'text', text: 'wide words' }])
    expect(await text(files[0])).to.deep.equal([])
    const { body } = await library.call('GET', `/vector_stores/${store}`)
    expect(body.file_counts).to.deep.equal({ in_progress: 0, completed: 3, failed: 4, cancelled: 0, total: 7 })
    const failed = await library.call('GET', `/vector_stores/${store}/files?filter=failed&order=asc&limit=3`)
    expect(failed.body.data.map(({ id }: { id: string }) => id)).to.deep.equal(files.slice(0, 3))
    expect(failed.body.has_more).to.equal(true)
  })

  it('cut long texts at borders, with an overlap, and lose nothing', async () => {
    const sentences = Array.from(
      { length: 400 },
      (_, index) => `Sentence number ${index} says grüße${index % 7 ? '.' : '.\n\n'}`,
    )
    const text = sentences.join(' ')
    const size = { max_chunk_size_tokens: 100, chunk_overlap_tokens: 20 }
    const { store } = await library.fill({ 'long.txt': text }, { chunking_strategy: { type: 'static', static: size } })
    const all: string[] = []
    for (let index = 0; index < 400; index++) {
      const [best] = await library.search(store, { query: `number ${index}`, max_num_results: 1 })
      expect(best.content[0].text, String(index)).to.match(new RegExp(`number ${index} says`))
      all.push(best.content[0].text)
    }
    for (const chunk of all) {
      expect(estimateTokens(Buffer.byteLength(chunk))).to.be.at.most(100)
      expect(chunk)
        .to.match(/^Sentence/)
        .and.to.match(/[.]$/)
    }
    const { body } = await library.call('GET', `/vector_stores/${store}`)
    expect(body.usage_bytes).to.be.within(Buffer.byteLength(text), Buffer.byteLength(text) * 1.6)
  })

  it('take files in batches', async () => {
    const ids: string[] = []
    for (const text of ['one', 'two', '%PDF-']) ids.push((await library.upload(text)).body.id)
    const { id } = (await library.call('POST', '/vector_stores', {})).body
    const files = ids.map((file_id, index) => ({ file_id, attributes: { index } }))
    const batch = (await library.call('POST', `/vector_stores/${id}/file_batches`, { files })).body
    expect(batch).to.deep.include({ object: 'vector_store.files_batch', vector_store_id: id, status: 'in_progress' })
    await library.settled(id)
    const path = `/vector_stores/${id}/file_batches/${batch.id}`
    const done = (await library.call('GET', path)).body
    expect([done.status, done.file_counts]).to.deep.equal([
      'completed',
      { in_progress: 0, completed: 2, failed: 1, cancelled: 0, total: 3 },
    ])
    const listed = (await library.call('GET', `${path}/files?order=asc`)).body.data
    expect(listed.map((file: Answer['body']) => [file.id, file.attributes.index])).to.deep.equal(
      ids.map((file, index) => [file, index]),
    )
    expect((await library.call('POST', `${path}/cancel`)).status).to.equal(400)
  })
})

describe('openai vector stores have limits', () => {
  it('of the memory that indexes take, which nobody notices', async () => {
    const library = await openLibrary({ indexBytes: 1 })
    try {
      const one = await library.fill({ a: 'apples' })
      const other = await library.fill({ b: 'pears' })
      for (let round = 0; round < 2; round++) {
        expect((await library.search(one.store, 'apple'))[0].filename).to.equal('a')
        expect((await library.search(other.store, 'pear'))[0].filename).to.equal('b')
        expect(await library.search(other.store, 'apple')).to.deep.equal([])
      }
    } finally {
      await library.close()
    }
  })

  it('of their number, of time, and of what is indexed', async () => {
    const library = await openLibrary({ vectorStores: 2, fileTtl: 1500, storageBytes: 30_000 })
    try {
      const { id } = (await library.call('POST', '/vector_stores', {})).body
      await library.call('POST', '/vector_stores', {})
      expect((await library.call('POST', '/vector_stores', {})).body.error.message).to.match(
        /^There are 2 vector stores/,
      )
      const file_id = (await library.upload('word '.repeat(4000))).body.id
      await library.call('POST', `/vector_stores/${id}/files`, { file_id })
      await eventually('failed', async () => {
        const { body } = await library.call('GET', `/vector_stores/${id}/files/${file_id}`)
        return body.status === 'failed' && body.last_error.code === 'server_error'
      })
      await eventually(
        'expired',
        async () => (await library.call('GET', `/vector_stores/${id}`)).body.status === 'expired',
      )
      const { status, body } = await library.call('POST', `/vector_stores/${id}/search`, { query: 'word' })
      expect([status, body.error.message]).to.deep.equal([400, `The vector store '${id}' has expired.`])
    } finally {
      await library.close()
    }
  })
})

/** A host whose persona embeds a text as how often it has each of three letters. */
async function openEmbedding(
  embed: (request: EmbedRequest) => Promise<Embeddings>,
  settings: object = {},
): Promise<LibraryClient> {
  const host = await startTestHost({
    personas: [{ name: 'Letters', chain: [{ id: 'letters', solver: { solve: () => undefined, embed } }] }],
    settings,
  })
  return libraryOf({ url: host.url, close: () => host.close(0) } as Stage) // what the client uses of a stage
}

const letters = async ({ inputs }: EmbedRequest): Promise<Embeddings> => ({
  vectors: inputs.map((input) => Float32Array.from(['x', 'y', 'z'], (letter) => input.split(letter).length - 1)),
})

describe('openai vector stores with a persona that embeds', () => {
  it('join words and meaning', async () => {
    const purposes = new Set<string | undefined>()
    const library = await openEmbedding(
      (request) => {
        purposes.add(request.purpose)
        return letters(request)
      },
      { surfaces: { openai: { embedder: 'letters' } } },
    )
    try {
      const { store } = await library.fill({ a: 'xxxx only', b: 'yyyy word', c: 'zzzz more' })
      const found = await library.search(store, 'xx word')
      const scores = Object.fromEntries(
        found.map(({ filename, score }: { filename: string; score: number }) => [filename, score]),
      )
      expect(scores.a).to.equal(0.5) // first by meaning
      expect(scores.b).to.equal(0.5) // first by words
      expect(scores).not.to.have.property('c')
      const [both] = await library.search(store, 'yy word')
      expect([both.filename, both.score]).to.deep.equal(['b', 1])
      expect([...purposes]).to.deep.equal(['search_document', 'search_query'])
    } finally {
      await library.close()
    }
  })

  it('go by words alone where it fails', async () => {
    const library = await openEmbedding(async () => {
      throw new Error('out of order')
    })
    try {
      const { store } = await library.fill({ a: 'some words' })
      expect((await library.search(store, 'words'))[0]?.filename).to.equal('a')
    } finally {
      await library.close()
    }
  })

  it('need one that can', async () => {
    const thrown = await openEmbedding(letters, { surfaces: { openai: { embedder: 'Nobody' } } }).catch(
      (error) => error,
    )
    expect(thrown.message).to.match(/"surfaces\/openai\/embedder" names "Nobody"/)
  })

  it('are cancelled, deleted, and gone on with after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dramatis-vectors-'))
    const state = `file:${join(folder, 'state.db')}`
    let asked = 0
    const hanging = await openEmbedding(
      () => {
        asked++
        return new Promise(() => undefined)
      },
      { state },
    )
    try {
      const ids: string[] = []
      for (const text of ['left over', 'taken out', 'cancelled']) ids.push((await hanging.upload(text)).body.id)
      const { id } = (await hanging.call('POST', '/vector_stores', { file_ids: ids.slice(0, 2) })).body
      await eventually('embedding', () => asked > 0)
      const batches = `/vector_stores/${id}/file_batches`
      const batch = (await hanging.call('POST', batches, { file_ids: ids.slice(2) })).body
      const polled = await fetch(`${hanging.stage.url}/openai/v1${batches}/${batch.id}`)
      expect(polled.headers.get('openai-poll-after-ms')).to.equal('250')
      const cancelled = (await hanging.call('POST', `${batches}/${batch.id}/cancel`)).body
      expect([cancelled.status, cancelled.file_counts.cancelled]).to.deep.equal(['cancelled', 1])
      await hanging.call('DELETE', `/vector_stores/${id}/files/${ids[1]}`)
      expect((await hanging.call('GET', `/vector_stores/${id}`)).body.status).to.equal('in_progress')
      await hanging.close()
      const again = await openEmbedding(letters, { state })
      await again.settled(id)
      const { body } = await again.call('GET', `/vector_stores/${id}`)
      expect(body.file_counts).to.deep.equal({ in_progress: 0, completed: 1, failed: 0, cancelled: 1, total: 2 })
      expect((await again.search(id, 'left'))[0].file_id).to.equal(ids[0])
      await again.close()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('openai vector stores of a host that was killed', () => {
  it('are complete when the next one has gone on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dramatis-killed-'))
    try {
      const state = `file:${join(folder, 'state.db')}`
      const script = join(import.meta.dirname, '../fixtures/killed-library.ts')
      const options = ['--conditions=dramatis-source', '--import=tsx', script, state]
      const { stdout, signal } = spawnSync(process.execPath, options, { encoding: 'utf8', timeout: 15_000 })
      const [store = '', status] = stdout.split('\n')
      expect([status, signal]).to.deep.equal(['in_progress', 'SIGKILL'])
      const library = await openLibrary({}, { state })
      await library.settled(store)
      const [found] = await library.search(store, 'line 149999')
      expect(found.content[0].text).to.contain('Line 149999:')
      await library.close()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
