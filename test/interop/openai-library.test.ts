import { expect } from 'chai'
import type OpenAI from 'openai'
import { toFile } from 'openai'
import { describeSdks, thrownBy } from '../support/openai.ts'
import { openStage } from '../support/stage.ts'

const open = () => openStage({ settings: { surfaces: { openai: { embedder: false } } } })

describeSdks(
  'files and vector stores',
  (sdk) => {
    const upload = async (text: string, name = 'notes.txt') =>
      await sdk.client.files.create({ file: await toFile(Buffer.from(text), name), purpose: 'assistants' })

    it('uploads, lists, reads and deletes files', async () => {
      const made: OpenAI.FileObject = await sdk.client.files.create({
        file: await toFile(Buffer.from('hello'), 'a.txt'),
        purpose: 'user_data',
        expires_after: { anchor: 'created_at', seconds: 3600 },
      })
      expect(made).to.deep.include({ object: 'file', bytes: 5, filename: 'a.txt', status: 'processed' })
      expect(await sdk.client.files.retrieve(made.id)).to.deep.equal(made)
      expect(await sdk.client.files.waitForProcessing(made.id)).to.deep.equal(made)
      expect(await (await sdk.client.files.content(made.id)).text()).to.equal('hello')
      const ids = [made.id, (await upload('x')).id]
      const listed: string[] = []
      for await (const { id } of sdk.client.files.list({ limit: 1, order: 'asc' })) listed.push(id)
      expect(listed).to.deep.equal(ids)
      expect(await sdk.client.files.delete(made.id)).to.deep.equal({ id: made.id, object: 'file', deleted: true })
      const error = await thrownBy(sdk.client.files.retrieve(made.id))
      expect(error).to.be.instanceOf(sdk.OpenAI.NotFoundError)
    })

    it('fills a vector store with every helper, and searches it', async () => {
      const store = await sdk.client.vectorStores.create({ name: 'Manuals', metadata: { team: 'docs' } })
      const files = sdk.client.vectorStores.files
      const first = await files.uploadAndPoll(
        store.id,
        await toFile(Buffer.from('Press the red button twice.'), 'a.md'),
      )
      expect([first.status, first.last_error]).to.deep.equal(['completed', null])
      const second = await files.createAndPoll(store.id, {
        file_id: (await upload('The green lamp means ready.')).id,
        attributes: { chapter: 2 },
        chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 200, chunk_overlap_tokens: 50 } },
      })
      expect(second.chunking_strategy).to.deep.equal({
        type: 'static',
        static: { max_chunk_size_tokens: 200, chunk_overlap_tokens: 50 },
      })
      const batch = await sdk.client.vectorStores.fileBatches.uploadAndPoll(store.id, {
        files: [await toFile(Buffer.from('Oil it once a year.'), 'c.txt')],
        fileIds: [(await upload('The guarantee ends after two years.')).id],
      })
      expect(batch).to.deep.include({ status: 'completed' })
      expect(batch.file_counts).to.deep.include({ completed: 2, total: 2 })
      const inBatch: string[] = []
      const batchFiles = sdk.client.vectorStores.fileBatches.listFiles(batch.id, {
        vector_store_id: store.id,
        limit: 1,
      })
      for await (const { id } of batchFiles) inBatch.push(id)
      expect(inBatch).to.have.length(2)
      const found = await sdk.client.vectorStores.search(store.id, {
        query: ['which lamp?', 'red button'],
        max_num_results: 2,
        rewrite_query: true,
        ranking_options: { ranker: 'auto', score_threshold: 0.1 },
      })
      expect(found.data.map(({ file_id }) => file_id)).to.have.members([first.id, second.id])
      const filtered = await sdk.client.vectorStores.search(store.id, {
        query: 'the',
        filters: { type: 'eq', key: 'chapter', value: 2 },
      })
      expect(filtered.data.map(({ attributes, content }) => [attributes, content])).to.deep.equal([
        [{ chapter: 2 }, [{ type: 'text', text: 'The green lamp means ready.' }]],
      ])
      const retrieved = await sdk.client.vectorStores.retrieve(store.id)
      expect(retrieved).to.deep.include({ status: 'completed', name: 'Manuals' })
      expect(retrieved.file_counts).to.deep.include({ completed: 4, total: 4 })
      const content = await files.content(second.id, { vector_store_id: store.id })
      expect(content.data.map(({ text }) => text)).to.deep.equal(['The green lamp means ready.'])
    })

    it('lists, changes and empties vector stores', async () => {
      const { id } = await sdk.client.vectorStores.create({ name: 'A' })
      expect((await sdk.client.vectorStores.update(id, { name: 'B' })).name).to.equal('B')
      const names: string[] = []
      for await (const { name } of sdk.client.vectorStores.list({ limit: 1 })) names.push(name)
      expect(names[0]).to.equal('B')
      const file = await sdk.client.vectorStores.files.createAndPoll(id, { file_id: (await upload('x y')).id })
      const changed = { vector_store_id: id, attributes: { a: true } }
      expect((await sdk.client.vectorStores.files.update(file.id, changed)).attributes).to.deep.equal({ a: true })
      const listed = await sdk.client.vectorStores.files.list(id, { filter: 'completed' })
      expect(listed.data.map((each) => each.id)).to.deep.equal([file.id])
      const gone = await sdk.client.vectorStores.files.delete(file.id, { vector_store_id: id })
      expect(gone).to.deep.equal({ id: file.id, object: 'vector_store.file.deleted', deleted: true })
      expect((await sdk.client.vectorStores.search(id, { query: 'x' })).data).to.deep.equal([])
      expect((await sdk.client.vectorStores.delete(id)).deleted).to.equal(true)
      expect(await thrownBy(sdk.client.vectorStores.retrieve(id))).to.be.instanceOf(sdk.OpenAI.NotFoundError)
    })

    it('tells what cannot be indexed', async () => {
      const { id } = await sdk.client.vectorStores.create({})
      const file = await sdk.client.vectorStores.files.uploadAndPoll(id, await toFile(Buffer.from('%PDF-1.4'), 'a.pdf'))
      expect([file.status, file.last_error?.code]).to.deep.equal(['failed', 'unsupported_file'])
    })
  },
  open,
)
