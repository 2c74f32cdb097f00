import { expect } from 'chai'
import { type Solver, SolverError, type Toolbox } from 'dramatis'
import { aborted, gate, type TestPersona } from 'dramatis/testing'
import { call, clientTool, model, type Round, toolbox } from '../support/model.ts'
import { hear, outcomes, request, sleep } from '../support/turn.ts'

const broken = new Error('broken')
const box: Toolbox = toolbox({
  look: () => 'It rains.',
  save: { annotations: { readOnly: false }, run: () => 'saved' },
  untold: { annotations: {}, run: () => 'done' },
})

function persona(solver: Solver, settings: object = {}, tools = box): TestPersona {
  const next = { id: 'next', solver: { solve: () => 'Next.' } }
  return { name: 'Able', chain: [{ id: 'model', solver, settings }, next], toolbox: tools }
}

describe('a tool that was called', () => {
  describe('leaves the way to the next solver open only where it changes nothing', () => {
    const failures: Record<string, [Round, code: string]> = {
      fails: [[broken], 'solver-failed'],
      'fails at once': [
        () => {
          throw broken
        },
        'solver-failed',
      ],
      'is late': [() => sleep(10_000).then(() => undefined), 'timeout'],
    }
    for (const [what, [round, code]] of Object.entries(failures)) {
      for (const name of ['look', 'save', 'untold', 'look, save']) {
        it(`"${name}", and then the model ${what}`, async () => {
          const calls = name.split(', ').map((each) => call(each))
          const solver = model(calls, round)
          const { text, error, trace } = await hear(persona(solver, { timeout: 60, idleTimeout: 60 }))
          expect(solver.asked).to.have.length(2)
          expect(trace.tools?.map(({ outcome }) => outcome)).to.deep.equal(calls.map(() => 'answered'))
          if (name === 'look') expect([text, error]).to.deep.equal(['Next.', undefined])
          else expect([text, error]).to.deep.equal(['', code])
        })
      }
    }
    it('"look", and then the model says nothing', async () => {
      const { text, trace } = await hear(persona(model([call('look')], [])))
      expect([text, outcomes(trace)]).to.deep.equal(['Next.', 'model:declined(said-nothing) next:answered'])
    })
    it('"save", and then the model says nothing: an error, since nobody else may be asked', async () => {
      const { text, error } = await hear(persona(model([call('save')], [])))
      expect([text, error]).to.deep.equal(['', 'solver-failed'])
    })
    it('"save", after a thought that nobody hears, and then nothing: the same', async () => {
      const thought = { type: 'reasoning-delta', text: '', opaque: 'sealed' } as const
      const { text, error } = await hear(persona(model([thought, call('save')], [])))
      expect([text, error]).to.deep.equal(['', 'solver-failed'])
    })
    it('"save", and then the solver declines: the same', async () => {
      const { text, error } = await hear(persona(model([call('save')], () => undefined)))
      expect([text, error]).to.deep.equal(['', 'solver-failed'])
    })
    it('one that is not there', async () => {
      expect((await hear(persona(model([call('fly')], [broken])))).text).to.equal('Next.')
    })
  })

  it('is not called a second time by a retry, where it changes something', async () => {
    let saved = 0
    const tools = toolbox({ save: { annotations: {}, run: () => ++saved } })
    const busy = new SolverError('server-error', 'busy')
    const solver = model([call('save')], [busy], [call('save')], ['Saved.'])
    const { error } = await hear(persona(solver, { retries: 3, retryDelay: 1 }, tools))
    expect([error, saved, solver.asked.length]).to.deep.equal(['solver-failed', 1, 2])
  })
  it('is called again by a retry, where it only reads', async () => {
    const busy = new SolverError('server-error', 'busy')
    const solver = model([call('look')], [busy], [call('look')], ['It rains.'])
    const { text, trace } = await hear(persona(solver, { retries: 3, retryDelay: 1 }))
    expect([text, solver.asked.length, trace.tools?.length]).to.deep.equal(['It rains.', 4, 2])
  })
  it('wins a race before it has run', async () => {
    const asked = gate()
    let saved = 0
    const tools = toolbox({ save: { annotations: {}, run: () => ++saved } })
    const saves = model([call('save')], ['Saved.'])
    const first: Solver = { ...saves, solve: (...given) => asked.opened.then(() => saves.solve(...given)) }
    const other: Solver = {
      solve: async (_, { signal }) => {
        asked.open()
        await aborted(signal)
      },
    }
    const chain = [
      { id: 'first', solver: first, settings: { hedge: 5 } },
      { id: 'other', solver: other },
    ]
    const { text, trace } = await hear({ name: 'Raced', chain, toolbox: tools })
    expect([text, saved, outcomes(trace)]).to.deep.equal(['Saved.', 1, 'first:answered other:skipped(outrun)'])
  })
  it('is stopped when the client leaves, and nobody is asked any more', async () => {
    const controller = new AbortController()
    const stopped = gate()
    const tools = toolbox({
      wait: async (_, { signal }) => {
        controller.abort()
        await aborted(signal)
        stopped.open()
      },
    })
    const solver = model([call('wait')], ['Done.'])
    const { error, trace } = await hear(persona(solver, {}, tools), 'hello', { signal: controller.signal })
    await stopped.opened
    expect([error, outcomes(trace), solver.asked.length]).to.deep.equal(['cancelled', 'model:failed(cancelled)', 1])
  })
  it('is stopped at the deadline', async () => {
    const stopped = gate()
    const tools = toolbox({ wait: (_, { signal }) => aborted(signal).then(stopped.open) })
    const { error } = await hear({ ...persona(model([call('wait')]), {}, tools), deadline: 40 })
    await stopped.opened
    expect(error).to.equal('timeout')
  })
  it('has the memory of the conversation', async () => {
    const tools = toolbox({
      count: async (_, { memory }) => {
        const count = Number((await memory.get('count')) ?? 0) + 1
        await memory.set('count', count)
        return count
      },
    })
    const solver = model([call('count')], [call('count')], ['Done.'])
    await hear(persona(solver, {}, tools), request('hello', { conversation: 'a' }))
    expect(JSON.stringify(solver.asked[2]?.messages.at(-1))).to.include('"2"')
  })

  describe('may be followed', () => {
    const rounds: Record<string, [Round, text: string, error?: string]> = {
      'by a text': [() => 'Rain.', 'Let me see. Rain.'],
      'by a reply': [() => ({ text: 'Rain.' }), 'Let me see. Rain.'],
      'by a promise of a stream': [
        async () =>
          (async function* () {
            yield 'Rain.'
          })(),
        'Let me see. Rain.',
      ],
      'by an empty text': [() => '', 'Let me see. '],
      'by nothing': [() => undefined, 'Let me see. '],
      'by a stream of nothing': [[], 'Let me see. '],
      'by an error': [[broken], 'Let me see. ', 'solver-failed'],
      'by an error in the middle': [['Ra', broken], 'Let me see. Ra', 'solver-failed'],
      'by a rejection': [() => Promise.reject(broken), 'Let me see. ', 'solver-failed'],
    }
    for (const [what, [round, text, error]] of Object.entries(rounds)) {
      it(`${what}, after words that are out already`, async () => {
        const heard = await hear(persona(model(['Let me see. ', call('look')], round)))
        expect([heard.text, heard.error]).to.deep.equal([text, error])
        expect(heard.events.filter(({ type }) => type === 'finish')).to.have.length(error ? 0 : 1)
      })
    }
    it('by nothing that the client does not want to hear', async () => {
      const limits = { maxTokens: 4 }
      const solver = model(['Let me see. ', call('look')], ['It rains.'])
      const { text, events } = await hear(persona(solver), request('hello', { limits, tools: [clientTool('other')] }))
      expect(text).to.equal('Let me see. It r')
      expect(events.at(-1)).to.include({ type: 'finish', reason: 'length' })
    })
  })
})
