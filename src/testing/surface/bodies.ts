import assert from 'node:assert/strict'
import type { Suite } from '../suite.ts'
import { post, type SurfaceDriver, statusOf } from './driver.ts'
import { bodyLimit, type ContractStage } from './stage.ts'

/** Bodies that were not expected. */
export function bodiesAreRead({ it }: Suite, driver: SurfaceDriver, stage: () => ContractStage): void {
  const wrongBodies = [
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{}',
    '{"messages":7}',
    `{"x":${'['.repeat(1000)}`,
    '\u0000\u0001',
  ]
  it('refuses bodies that it cannot read, in its own form', async () => {
    const { path } = driver.request(stage().question('plain'))
    for (const body of wrongBodies) {
      const answer = await post(stage().host.url + path, body)
      assert.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(body)}: ${answer.status}`)
      assert.ok(driver.errorMessage(answer.body).length > 0)
    }
  })
  it('refuses a body over the limit, in its own form', async () => {
    const answer = await stage().ask('x'.repeat(bodyLimit))
    assert.equal(answer.status, statusOf(driver, 'body-too-large'))
    assert.ok(driver.errorMessage(answer.body).length > 0)
  })
  it('reads a body whatever its content type says', async () => {
    const { path, body } = driver.request(stage().question('plain'))
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream']) {
      assert.equal(
        (await post(stage().host.url + path, JSON.stringify(body), { 'content-type': type })).status,
        200,
        type,
      )
    }
  })
  it('ignores fields that it does not know', async () => {
    const { path, body } = driver.request(stage().question('plain'))
    const more = { ...(body as object), 'x-unknown': { deep: [1, null] }, __proto__: { polluted: true } }
    assert.equal((await post(stage().host.url + path, JSON.stringify(more))).status, 200)
  })
}
