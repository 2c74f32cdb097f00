import { expect } from 'chai'
import { defineTool } from 'dramatis'
import type { Runtime } from '../../src/runtime.ts'
import { startTestHost } from '../../src/testing/host.ts'

const fine = { solve: () => 'Fine.' }
const broken = {
  solve: () => {
    throw new Error('no')
  },
}
const now = defineTool({ name: 'now', description: 'The time.', input: { type: 'object' }, run: () => 'noon' })

describe('GET /metrics', () => {
  let host: Runtime
  beforeEach(async () => {
    host = await startTestHost({
      personas: [
        {
          name: 'Fine',
          chain: [
            { id: 'broken', solver: broken },
            { id: 'fine', solver: fine },
          ],
        },
        { name: 'Broken', chain: [{ id: 'broken', solver: broken }] },
      ],
      toolboxes: { clock: { tools: [now] } },
    })
  })
  afterEach(() => host.close())

  const ask = (model: string) =>
    fetch(`${host.url}/openai/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'How are you?' }] }),
    })
  const metrics = async () => await (await fetch(`${host.url}/metrics`)).text()

  it('counts turns, solvers, tools and requests, by ids alone', async () => {
    await ask('fine')
    await ask('fine')
    await ask('broken')
    await ask('nobody-of-that-name')
    await fetch(`${host.url}/tools/now`, { method: 'POST', body: '{}' })
    await fetch(`${host.url}/nothing/here`)
    const text = await metrics()
    for (const line of [
      'dramatis_turns_total{persona="fine",outcome="answered"} 2',
      'dramatis_turns_total{persona="broken",outcome="failed"} 1',
      'dramatis_solver_outcomes_total{persona="fine",solver="fine",outcome="answered",reason=""} 2',
      'dramatis_solver_outcomes_total{persona="fine",solver="broken",outcome="failed",reason="threw"} 2',
      'dramatis_time_to_first_word_seconds_count{persona="fine"} 2',
      'dramatis_tokens_total{persona="fine",kind="input"} 6',
      'dramatis_tool_calls_total{tool="now",toolbox="clock",caller="http",outcome="answered"} 1',
      'dramatis_requests_total{surface="openai",route="/openai/v1/chat/completions",method="POST",status="200"} 2',
      'dramatis_requests_total{surface="openai",route="/openai/v1/chat/completions",method="POST",status="404"} 1',
      'dramatis_requests_total{surface="",route="",method="GET",status="404"} 1',
    ]) {
      expect(text).to.include(`${line}\n`)
    }
    expect(text).to.not.include('nobody-of-that-name')
  })

  it('counts a call with several choices as one turn', async () => {
    const body = { model: 'fine', n: 3, messages: [{ role: 'user', content: 'How are you?' }] }
    await fetch(`${host.url}/openai/v1/chat/completions`, { method: 'POST', body: JSON.stringify(body) })
    const text = await metrics()
    expect(text).to.include('dramatis_turns_total{persona="fine",outcome="answered"} 1\n')
    expect(text).to.include('solver="fine",outcome="answered",reason=""} 3\n')
  })

  it('is in the format that Prometheus reads, and has the process beside the host', async () => {
    const response = await fetch(`${host.url}/metrics`)
    expect(response.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/)
    expect(await response.text()).to.match(/^process_resident_memory_bytes \d+/m)
  })

  it('can be switched off', async () => {
    const settings = { surfaces: { metrics: { enabled: false } } }
    const quiet = await startTestHost({ personas: [{ name: 'Fine', chain: [{ id: 'fine', solver: fine }] }], settings })
    expect((await fetch(`${quiet.url}/metrics`)).status).to.equal(404)
    await quiet.close()
  })
})
