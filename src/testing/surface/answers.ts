import assert from 'node:assert/strict'
import type { Suite } from '../suite.ts'
import type { SurfaceDriver } from './driver.ts'
import { awkwardText, weatherTool } from './scripts.ts'
import type { ContractStage } from './stage.ts'

/** What an answer is made of arrives, whole and streamed alike. */
export function answersAreEqual({ it }: Suite, driver: SurfaceDriver, stage: () => ContractStage): void {
  it('gives the same answer whole and streamed', async () => {
    assert.equal((await stage().hearBoth('plain')).text, 'One. Two. Three.')
    assert.equal((await stage().hearBoth('words')).text, 'One two three ')
    assert.equal((await stage().hearBoth('later')).text, 'It took a moment.')
  })
  it('carries text that needs escaping', async () =>
    assert.equal((await stage().hearBoth('awkward')).text, awkwardText))
  it('ends an answer with its reason', async () => assert.equal((await stage().hearBoth('plain')).finish, 'stop'))
  it('renders a part that the format has no place for', async () => {
    assert.match((await stage().hearBoth('picture')).text, /Look: .*https:\/\/example\.com\/a\.png/)
  })
  it('tells a refusal', async () => {
    for (const question of ['refuse', 'refuse in words']) {
      const { text, finish } = await stage().hearBoth(question)
      assert.equal(text, 'I would rather not.')
      assert.equal(finish, driver.likeStop?.includes('refusal') ? 'stop' : 'refusal')
    }
  })

  if (driver.carries.reasoning) {
    it('carries reasoning apart from the text', async () => {
      const { text, reasoning } = await stage().hearBoth('reason')
      assert.deepEqual({ text, reasoning }, { text: 'Thought.', reasoning: 'Let me think.' })
    })
  }
  if (driver.carries.tools) {
    it("carries calls to the client's tools", async () => {
      const { calls, finish } = await stage().hearBoth('call', { tools: [weatherTool] })
      assert.deepEqual(calls, [{ name: 'get_weather', input: { city: 'Caf\u00E9 "X"' } }])
      assert.equal(finish, driver.likeStop?.includes('tool-calls') ? 'stop' : 'tool-calls')
    })
  }
  if (driver.carries.tools) {
    it('keeps calls apart whose inputs arrive together', async () => {
      const { text, calls } = await stage().hearBoth('calls', { tools: [weatherTool] })
      assert.equal(text, 'Let me see.')
      assert.deepEqual(calls, [
        { name: 'get_weather', input: { city: 'Paris' } },
        { name: 'get_weather', input: { city: 'Rome' } },
      ])
    })
  }
  if (driver.carries.tools) {
    it('carries a call without arguments, and one with an id that was there before', async () => {
      const { calls } = await stage().hearBoth('odd calls', { tools: [weatherTool] })
      assert.deepEqual(calls, [
        { name: 'get_weather', input: {} },
        { name: 'get_weather', input: { city: 'Rome' } },
      ])
    })
  }
  if (driver.carries.sources) {
    it('names its sources', async () => {
      const { text, sources } = await stage().hearBoth('sourced')
      assert.deepEqual({ text, sources }, { text: 'It is known.', sources: ['https://example.com/a'] })
    })
  }
  if (driver.carries.usage) {
    it('tells what an answer cost', async () => {
      assert.deepEqual((await stage().hearBoth('counted')).usage, { inputTokens: 11, outputTokens: 7 })
    })
  }
  if (driver.carries.limits) {
    it('applies token limits and stop sequences', async () => {
      const short = await stage().hearBoth('long', { maxTokens: 10 })
      assert.deepEqual([short.text, short.finish], ['abcd'.repeat(10), 'length'])
      const stopped = await stage().hearBoth('plain', { stop: ['Two'] })
      assert.deepEqual([stopped.text, stopped.finish], ['One. ', 'stop'])
    })
  }
}
