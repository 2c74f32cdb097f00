import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Suite } from '../suite.ts'
import { type Heard, post, type SurfaceDriver } from './driver.ts'
import type { ContractStage } from './stage.ts'

/** Answers belong to whoever asked. */
export function conversationsAreKept({ it }: Suite, driver: SurfaceDriver, stage: () => ContractStage): void {
  if (driver.carries.history !== false) {
    it('passes the whole conversation on', async () => {
      const { text } = await stage().hear('', { turns: ['one', 'two', 'transcript'] })
      assert.match(text, /user:one\|assistant:two\|user:transcript$/)
    })
  }
  it('keeps a conversation by its header', async () => {
    const conversation = randomUUID()
    const say = async (text: string): Promise<Heard> => {
      const { path, body } = driver.request(stage().question(text))
      const headers = { 'x-conversation-id': conversation }
      return driver.read((await post(stage().host.url + path, JSON.stringify(body), headers)).body, false)
    }
    await say('plain')
    assert.match((await say('transcript')).text, /user:plain\|assistant:One\. Two\. Three\.\|user:transcript$/)
  })
  it('says who answered, in which turn', async () => {
    const { headers } = await stage().ask('plain')
    assert.equal(headers.get('x-dramatis-persona'), 'scripted')
    assert.equal(headers.get('x-dramatis-solver'), 'scripted')
    const trace = await fetch(`${stage().host.url}/api/v1/turns/${headers.get('x-dramatis-turn')}`)
    assert.equal(((await trace.json()) as { outcome: string }).outcome, 'answered')
    assert.ok(headers.get('x-request-id'))
  })
  it('does not mix answers that are under way at once', async () => {
    const asked = Array.from({ length: 30 }, (_, index) =>
      stage().hear(['plain', 'later', 'words'][index % 3] ?? '', { stream: index % 2 === 0 }),
    )
    const texts = (await Promise.all(asked)).map(({ text }) => text)
    for (const [index, text] of texts.entries()) {
      assert.equal(text, ['One. Two. Three.', 'It took a moment.', 'One two three '][index % 3])
    }
  })
}
