import assert from 'node:assert/strict'
import type { Suite } from '../suite.ts'
import type { SurfaceDriver } from './driver.ts'
import type { ContractStage } from './stage.ts'

/** Whatever fails is told, in the form of the protocol. */
export function errorsAreHonest({ it }: Suite, driver: SurfaceDriver, stage: () => ContractStage): void {
  for (const stream of [false, true]) {
    const way = stream ? 'when streaming' : 'when not streaming'
    if (driver.anyModel) {
      it(`takes any model for the default persona ${way}`, async () =>
        assert.equal((await stage().hear('plain', { persona: 'no-such', stream })).text, 'One. Two. Three.'))
    } else {
      it(`refuses an unknown model ${way}`, async () =>
        await stage().refused('unknown-persona', 'plain', { persona: 'no-such', stream }))
    }
    it(`is honest when nobody has an answer ${way}`, async () => {
      await stage().refused(stage().silence, 'nothing', { stream })
      await stage().refused(stage().silence, 'empty stream', { stream })
    })
    it(`is honest when a solver fails ${way}`, async () =>
      await stage().refused('solver-failed', 'early failure', { stream }))
    it(`is honest when a solver is late ${way}`, async () => await stage().refused('timeout', 'too slow', { stream }))
  }
  it('is honest when an answer breaks off', async () => {
    await stage().refused('solver-failed', 'late failure')
    const broken = await stage().hear('late failure', { stream: true })
    assert.equal(broken.text, 'It began')
    assert.equal(broken.finish, undefined, 'a broken answer must not look complete')
    assert.ok(broken.error && !broken.error.includes('secret-detail'), `error: ${broken.error}`)
  })
}
