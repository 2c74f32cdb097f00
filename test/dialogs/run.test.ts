import { expect } from 'chai'
import { surfaceNames } from '../../src/dialogs/clients/index.ts'
import type { Dialog } from '../../src/dialogs/dialog.ts'
import type { Ask } from '../../src/dialogs/heard.ts'
import { play, waysOf } from '../../src/dialogs/play.ts'
import { dialogFolder, held, missesIn } from './dialogs.ts'

/** Says what the first word of a question asks for. */
const puppet = `
import { defineSolver } from 'dramatis'
export default defineSolver({
  create: () => ({
    async *solve({ question, messages }, { memory }) {
      const [word, ...rest] = question.split(' ')
      switch (word) {
        case 'nothing': return
        case 'fail': throw new Error('secret')
        case 'break': yield 'It beg'; throw new Error('secret')
        case 'say': yield ' '; yield* rest.map((part) => part + ' '); return
        case 'lines': yield 'one\\ntwo\\nthree\\n'; return
        case 'picture': yield { type: 'part', part: { type: 'image', mediaType: 'image/png', data: new URL('https://example.com/a.png') } }; return
        case 'transcript': yield messages.map(({ role, parts }) => role[0] + ':' + parts.map(({ text }) => text).join('')).join('|'); return
        case 'count': {
          const count = Number((await memory.get('count')) ?? 0) + 1
          await memory.set('count', count)
          yield 'turn ' + count
        }
      }
    },
  }),
})
`

describe('dialogs are held', () => {
  const files = dialogFolder()
  const plugins = `${files.folder}/plugins`
  before(() => {
    files.write('plugins/puppet.ts', puppet)
    files.write('judy.json', '{ "name": "Judy", "solvers": ["puppet"], "puppet": { "breaker": { "failures": 99 } } }')
  })
  after(() => files.close())

  const holding = async (turns: readonly { user: string; expect: unknown }[], more: object = {}) => {
    const text = JSON.stringify({ persona: 'judy.json', dialogs: [{ name: 'one', turns, ...more }] })
    return missesIn(await held(files.write('dialog.json', text), { plugins }))
  }
  const everywhere = (miss: string) =>
    [
      ...['direct 1', 'direct by conversation id 1'],
      ...surfaceNames.slice(1).flatMap((name) => [`${name} 1`, `${name} streamed 1`, `${name} by conversation id 1`]),
    ].map((place) => `${place}: ${miss}`)

  const misses: [user: string, expected: unknown, miss: string][] = [
    ['say hello', 'hell', 'hell;  hello '],
    ['say hello', 'Hello', 'Hello;  hello '],
    ['say hello', { equals: 'hello there' }, 'hello there;  hello '],
    ['say hello', { contains: ['HELL', 'there'] }, 'contains "there";  hello '],
    ['say hello', { matches: '^ello' }, 'matches /^ello/iu;  hello '],
    ['say hello', { solver: 'eliza' }, 'solver eliza; solver puppet'],
    ['say hello', { declined: true }, 'no answer;  hello '],
  ]
  for (const [user, expected, miss] of misses) {
    it(`"${user}" is not ${JSON.stringify(expected)}, anywhere`, async () => {
      expect(await holding([{ user, expect: expected }])).to.deep.equal(everywhere(miss))
    })
  }

  const failures: [what: string, user: string, expected: unknown, miss: RegExp][] = [
    ['nobody answers', 'nothing', { declined: false }, /: an answer; .*has no answer/],
    ['a solver fails', 'fail', { declined: true }, /: no answer; .*failed/],
    ['an answer breaks off', 'break', { contains: 'It beg' }, /: an answer; /],
  ]
  for (const [what, user, expected, miss] of failures) {
    it(`and miss where ${what}`, async () => {
      const missed = await holding([{ user, expect: expected }])
      expect(missed).to.have.lengthOf(everywhere('').length)
      for (const one of missed)
        expect(one)
          .to.match(miss)
          .and.not.match(/secret/)
    })
  }

  const hits: [user: string, expected: unknown][] = [
    ['say hello there', 'hello there'],
    ['say hello', '  hello\n'],
    ['lines', 'one\ntwo\nthree'],
    ['say Hello there', { contains: ['hello', 'THERE'], matches: '^hello\\s', solver: 'puppet', declined: false }],
    ['say Grüße', { matches: '^GRÜSSE|grüße$' }],
    ['picture', { contains: 'https://example.com/a.png' }],
    ['nothing', { declined: true }],
  ]
  for (const [user, expected] of hits) {
    it(`"${user}" is ${JSON.stringify(expected)}, everywhere`, async () => {
      expect(await holding([{ user, expect: expected }])).to.deep.equal([])
    })
  }

  it('with a history without the turns that had no answer, whoever keeps it', async () => {
    const turns = [
      { user: 'say one', expect: 'one' },
      { user: 'nothing', expect: { declined: true } },
      { user: 'transcript', expect: 'u:say one|a: one |u:transcript' },
    ]
    expect(await holding(turns)).to.deep.equal([])
  })

  it('in the ways that the dialog says, each in a conversation of its own', async () => {
    const turns = [1, 2].map((count) => ({ user: 'count', expect: `turn ${count}` }))
    expect(await holding(turns, { history: 'host' })).to.deep.equal([])
    const [first] = await holding(turns)
    expect(first).to.equal('direct 2: turn 2; turn 1') // without an id a solver remembers nothing
    const forgetful = [1, 2].map(() => ({ user: 'count', expect: 'turn 1' }))
    expect(await holding(forgetful, { history: 'client' })).to.deep.equal([])
  })

  it('without sending again what the host keeps', async () => {
    const sent: string[] = []
    const ask: Ask = async ({ messages, conversation, stream }) => {
      sent.push(`${messages.map(({ content }) => content).join('|')} ${conversation !== undefined} ${stream}`)
      return { text: `${messages.length}`, solver: undefined, trace: undefined }
    }
    const turn = { expect: { contains: [], declined: false }, line: 1 }
    const turns = ['a', 'b'].map((user) => ({ ...turn, user }))
    const dialog: Dialog = { name: 'one', history: undefined, turns }
    for (const way of waysOf(dialog, false)) await play(dialog, way, ask, () => [])
    const resent = ['a false', 'a|1|b false'].flatMap((text) => [`${text} false`, `${text} true`])
    expect(sent).to.have.members([...resent, 'a true false', 'b true false'])
  })

  it('and tell how a stream broke off', async () => {
    const missed = await holding([{ user: 'break', expect: 'It began' }])
    const [direct = ''] = missed
    for (const name of surfaceNames.slice(1).map((surface) => `${surface} streamed`)) {
      const [miss = ''] = missed.filter((one) => one.startsWith(name))
      expect(miss).to.contain('an answer that cannot be read: ').and.to.contain(direct.split('; ')[1])
    }
  })

  it('with personas that are named, and say which are missing', async () => {
    const text = 'persona: Jud\ndialogs: [{ name: a, turns: [{ user: say b, expect: b }] }]'
    const played = await held(files.write('named.yaml', text), { plugins })
    expect(played.error).to.equal('There is no persona "Jud".')
    const broken = await held(files.write('broken.yaml', text.replace('Jud', 'broken.json')), { plugins })
    expect(broken.error).to.match(/broken\.json" cannot be read: ENOENT/)
    files.write('broken.json', '{ "solvers": ["puppet", "pupet"] }')
    const wrong = await held(files.write('broken.yaml', text.replace('Jud', 'broken.json')), { plugins })
    expect(wrong.error).to.match(/\/solvers\/1: there is no solver "pupet"; did you mean "puppet"\?/)
  })
})
