import { expect } from 'chai'
import { Departure, type Waiting, whenLeaving } from '../../src/core/waiting.ts'

/** Both kinds of waiting: one that only has a signal, and one that makes it when it is asked for. */
const kinds: Record<string, () => { waiting: Waiting; leave: (reason: unknown) => void }> = {
  'a signal': () => {
    const controller = new AbortController()
    return { waiting: { signal: controller.signal }, leave: (reason) => controller.abort(reason) }
  },
  'a departure': () => {
    const waiting = new Departure()
    return { waiting, leave: (reason) => waiting.leave(reason) }
  },
}

for (const [kind, make] of Object.entries(kinds)) {
  describe(`whoever waits, by ${kind}`, () => {
    const why = new Error('enough')
    const heard: unknown[] = []
    const listen = (waiting: Waiting) => whenLeaving(waiting, (reason) => heard.push(reason))
    beforeEach(() => {
      heard.length = 0
    })

    it('is heard once, by all who listen, with the first reason', () => {
      const { waiting, leave } = make()
      listen(waiting)
      listen(waiting)
      leave(why)
      leave(new Error('again'))
      expect(heard).to.deep.equal([why, why])
    })
    it('is heard by those who come later, at once', () => {
      const { waiting, leave } = make()
      leave(why)
      listen(waiting)
      expect(heard).to.deep.equal([why])
    })
    it('is not heard by those who have gone', () => {
      const { waiting, leave } = make()
      const gone = listen(waiting)
      gone()
      gone()
      leave(why)
      expect(heard).to.deep.equal([])
    })
    it('is not missed by those who go while it is told', () => {
      const { waiting, leave } = make()
      const gone = whenLeaving(waiting, () => gone())
      listen(waiting)
      leave(why)
      expect(heard).to.deep.equal([why])
    })
    it('aborts its signal with the reason, also where that is asked for afterwards', () => {
      const { waiting, leave } = make()
      leave(why)
      expect(waiting.signal.aborted).to.equal(true)
      expect(waiting.signal.reason).to.equal(why)
    })
  })
}
