import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import { type Cast, loadCast } from '../../../src/cast.ts'
import { resolveSettings } from '../../../src/config/settings.ts'
import { request } from '../../../test/support/turn.ts'

describe('the butler of the examples', () => {
  let cast: Cast
  before(async () => {
    const flags = { personas: ['examples/personas/butler.json'], plugins: [] }
    cast = await loadCast(await resolveSettings({ flags, env: {} }), silentLog)
  })
  after(() => cast.close())

  const ask = async (question: string, conversation: string): Promise<string> => {
    const { signal } = new AbortController()
    const asked = { ...request(question), conversation }
    const { events } = cast.turns.begin(cast.directory.get('Butler'), [asked], { signal })
    let text = ''
    for await (const event of events) if (event.type === 'text-delta') text += event.text
    return text
  }

  it('has no problem', () => expect(cast.problems).to.deep.equal([]))

  const rows: [question: string, answer: RegExp][] = [
    ['What time is it?', /^It is \w+, /],
    ['what time is it in japan now', /^In Tokyo it is \w+, /],
    ['How much is 15% of 80?', /^15% of 80 is 12\.$/],
    ['how much is the fish', /^"the fish" is no sum/],
    ['What does ephemeral mean?', /^ephemeral: lasting a very short time\.$/],
    ['define blorptastic', /^I have never heard of blorptastic\.$/],
    ['Could you remind me to buy milk, please', /^I have noted: buy milk\.$/],
    ['add note call Ada', /^I have noted: call Ada\.$/],
    ['What are my notes?', /^1\. buy milk 2\. call Ada$/],
    ['forget note one', /^There is no note one any more\.$/],
    ['read me my notes', /^1\. call Ada$/],
    ['sing a song', /know|answer/],
  ]
  for (const [question, answer] of rows) {
    it(question, async () => expect(await ask(question, 'one')).to.match(answer))
  }
  it('keeps the notes of each conversation apart', async () => {
    expect(await ask('list my notes', 'another')).to.equal('There is no note.')
  })
})
