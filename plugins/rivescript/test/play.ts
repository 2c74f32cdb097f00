import { expect } from 'chai'
import { RiveScript, type RiveScriptOptions } from 'dramatis-solver-rivescript'

/** A brain and what is said to it, in order; where several replies are right, they stand in a list. */
export interface Case extends RiveScriptOptions {
  brain: string
  talk: readonly (readonly [message: string, reply: string | readonly string[]])[]
  /** User variables before and after the talk. */
  given?: Readonly<Record<string, string | number | boolean>>
  after?: Readonly<Record<string, string | number | boolean>>
}

export const unmatched = 'ERR: No Reply Matched'

/** One test for each case. */
export function playAll(cases: Readonly<Record<string, Case>>): void {
  for (const [title, { brain, talk, given = {}, after = {}, ...options }] of Object.entries(cases)) {
    it(title, () => {
      const engine = new RiveScript(options)
      engine.stream(brain)
      engine.setUservars('somebody', given)
      for (const [message, reply] of talk) expect([reply].flat(), message).to.include(engine.reply('somebody', message))
      for (const [name, value] of Object.entries(after))
        expect(engine.getUservar('somebody', name), name).to.equal(value)
    })
  }
}
