import { readdirSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { expect } from 'chai'
import { clients } from '../../src/dialogs/clients/index.ts'
import { dialogFiles } from '../../src/dialogs/files.ts'
import { chatting } from '../support/chatting.ts'
import { held, missesIn } from './dialogs.ts'

const files = await dialogFiles(['personas/dialogs'])

describe('the dialogs of the bundled personas', () => {
  it('are there for each of them', () => {
    const stems = (names: readonly string[]) => names.map((name) => basename(name, extname(name)))
    const personas = readdirSync('personas').filter((name) => extname(name) !== '')
    expect(stems(files)).to.have.members(stems(personas))
  })
  it('are held over every surface that chats', () => {
    expect(Object.keys(clients)).to.have.members(chatting)
  })
  for (const file of files) {
    it(`go as ${file} says`, async () => {
      const played = await held(file)
      expect(missesIn(played)).to.deep.equal([])
      expect(played.suites.map(({ surface }) => surface)).to.deep.equal(['direct', ...Object.keys(clients)])
      const ways = played.suites.map(({ dialogs }) => dialogs.length / played.file.dialogs.length)
      expect(ways).to.deep.equal([2, ...Object.keys(clients).map(() => 3)])
    })
  }
})
