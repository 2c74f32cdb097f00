import { expect } from 'chai'
import type { Json, Memory } from 'dramatis'
import { mapMemory, openToolbox, toolboxContract } from 'dramatis/testing'
import notes from 'dramatis-toolbox-notes'

toolboxContract('notes', notes, {
  calls: {
    add_note: { input: { text: ' Buy milk ' }, output: /^\{"id":1,"text":"Buy milk","at":"20\d\d-/ },
    list_notes: { input: {}, output: { notes: [] } },
    delete_note: { input: { id: 1 }, output: { deleted: false } },
  },
  refuses: {
    add_note: [{}, { text: '' }, { text: ' \n' }, { text: 'x'.repeat(4001) }, { note: 'milk' }],
    list_notes: [{ containing: 7 }, { all: true }],
    delete_note: [{}, { id: '1' }, { id: 0 }, { id: 1.5 }],
  },
})

interface Told {
  notes: { id: number; text: string }[]
}

/** A memory that takes its time, as one on a disk or in a network does. */
function slowMemory(): Memory {
  const memory = mapMemory()
  const later = () => new Promise((done) => setTimeout(done, Math.random() * 3))
  return {
    get: async (key) => later().then(() => memory.get(key)),
    set: async (key, value) => later().then(() => memory.set(key, value)),
    delete: async (key) => later().then(() => memory.delete(key)),
  }
}

describe('notes', () => {
  const open = async (memory: Memory) => {
    const box = await openToolbox(notes)
    const call = (name: string, input: object = {}) => box.call(name, input, { memory })
    const list = async (input: object = {}): Promise<string[]> => {
      const told: Told = JSON.parse(JSON.stringify(await call('list_notes', input)))
      return told.notes.map(({ id, text }) => `${id} ${text}`)
    }
    return { call, list }
  }

  it('are kept, found and deleted', async () => {
    const { call, list } = await open(mapMemory())
    for (const text of ['Buy milk', 'Call Ada', 'buy bread']) await call('add_note', { text })
    expect(await list()).to.deep.equal(['1 Buy milk', '2 Call Ada', '3 buy bread'])
    expect(await list({ containing: 'BUY ' })).to.deep.equal(['1 Buy milk', '3 buy bread'])
    expect(await call('delete_note', { id: 3 })).to.deep.equal({ deleted: true })
    expect(await call('delete_note', { id: 3 })).to.deep.equal({ deleted: false })
    await call('add_note', { text: 'New' })
    expect(await list()).to.deep.equal(['1 Buy milk', '2 Call Ada', '4 New'])
  })
  it('belong to one conversation alone', async () => {
    const [mine, yours] = [await open(mapMemory()), await open(mapMemory())]
    await mine.call('add_note', { text: 'Mine' })
    expect(await yours.list()).to.deep.equal([])
  })
  it('are all kept when several are added at the same time', async () => {
    const { call, list } = await open(slowMemory())
    const texts = Array.from({ length: 20 }, (_, index) => `Note ${index + 1}`)
    await Promise.all(texts.map((text) => call('add_note', { text })))
    expect(await list()).to.deep.equal(texts.map((text, index) => `${index + 1} ${text}`))
  })
  it('come to an end, and a failure does not stop the next call', async () => {
    const { call, list } = await open(mapMemory())
    for (let count = 0; count < 500; count++) await call('add_note', { text: 'x' })
    const failed = await call('add_note', { text: 'y' }).catch((error: Error) => error.message)
    expect(failed).to.equal('There are 500 notes already; delete one first.')
    await call('delete_note', { id: 1 })
    await call('add_note', { text: 'y' })
    expect((await list()).at(-1)).to.equal('501 y')
  })
  it('live with whatever else stands in the memory', async () => {
    for (const value of [7, null, [], { notes: 'x' }, { notes: [null, { id: 'a' }], last: 'b' }] as Json[]) {
      const memory = mapMemory()
      await memory.set('notes', value)
      const { call, list } = await open(memory)
      await call('add_note', { text: 'x' })
      expect(await list()).to.deep.equal(['1 x'])
    }
  })
})
