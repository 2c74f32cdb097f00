import assert from 'node:assert/strict'
import type { Suite } from '../suite.ts'
import type { SurfaceDriver } from './driver.ts'
import type { ContractStage } from './stage.ts'

/** Words are sent as they come, and leaving stops them. */
export function streamsFlow({ it }: Suite, driver: SurfaceDriver, stage: () => ContractStage): void {
  it('sends a word before the next one is there', async () => {
    const { path, body } = driver.request(stage().question('gated', { stream: true }))
    const response = await fetch(stage().host.url + path, { method: 'POST', body: JSON.stringify(body) })
    const reader = response.body?.getReader()
    assert.ok(reader)
    let received = Buffer.alloc(0)
    const shown = () => driver.shown?.(received) ?? received.toString()
    while (!shown().includes('first')) {
      const { done, value } = await reader.read()
      assert.ok(!done, 'the stream ended before the gate was opened')
      received = Buffer.concat([received, value])
    }
    assert.ok(!shown().includes('second'))
    stage().scripts.gate.open()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      received = Buffer.concat([received, value])
    }
    assert.equal(driver.read(received, true).text, 'first second')
  })
  it('tells the solver when the client has left', async () => {
    const { path, body } = driver.request(stage().question('endless', { stream: true }))
    const controller = new AbortController()
    const response = await fetch(stage().host.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: controller.signal,
    })
    await response.body?.getReader().read()
    controller.abort()
    const late = new Promise((resolve) => setTimeout(resolve, 2000, 'late').unref())
    assert.notEqual(await Promise.race([stage().scripts.left.opened, late]), 'late')
  })
}
