import { expect } from 'chai'
import { type AskPersona, type ChatRequest, RuntimeError, type TurnEvent } from 'dramatis'
import { aborted, chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import persona from 'dramatis-solver-persona'

const start: TurnEvent = { type: 'start', id: 'turn', persona: 'Other', solver: 'rules' }

const other: AskPersona = async function* (_name, { question }, { signal }) {
  if (question === 'nothing') throw new RuntimeError('unanswered', 'It has no answer.')
  if (question === 'slow') throw new RuntimeError('timeout', 'It was late.')
  if (question === 'broken') throw new RuntimeError('solver-failed', 'It failed.')
  yield start
  yield { type: 'text-delta', text: 'Hello ' }
  if (question === 'endless') await aborted(signal)
  yield { type: 'text-delta', text: 'there.' }
  yield { type: 'finish', reason: 'length', usage: { inputTokens: 1, outputTokens: 2 } }
}

solverContract('persona', persona, {
  config: { persona: 'Other' },
  askPersona: other,
  answers: { hi: 'Hello there.' },
  declines: ['nothing'],
})

describe('persona', () => {
  const asked: [string, ChatRequest][] = []
  const solver = () =>
    createSolver(persona, { persona: 'Other' }, process.cwd(), (name, request, waiting) => {
      asked.push([name, request])
      return other(name, request, waiting)
    })

  it('says what the other one says, and ends as it does', async () => {
    const { text, events } = await settle((await solver()).solve(chatRequest('hi'), testContext()))
    expect(text).to.equal('Hello there.')
    expect(events.at(-1)).to.deep.include({ type: 'finish', reason: 'length' })
    expect(events.some(({ type }) => (type as string) === 'start')).to.equal(false)
  })
  it('tells it the whole conversation, which stays with the asker', async () => {
    await settle((await solver()).solve({ ...chatRequest('a', 'b', 'c'), conversation: 'mine' }, testContext()))
    const [name, request] = asked.at(-1) ?? []
    expect(name).to.equal('Other')
    expect(request?.messages).to.have.lengthOf(3)
    expect(request).not.to.have.property('conversation')
  })
  it('declines where the other one has no answer', async () => {
    expect((await settle((await solver()).solve(chatRequest('nothing'), testContext()))).events).to.deep.equal([])
  })

  it('is as sure as the other one', async () => {
    const doubting: AskPersona = async function* () {
      yield { ...start, confidence: 0.4, weak: true }
      yield { type: 'text-delta', text: 'Perhaps.' }
    }
    const relay = await createSolver(persona, { persona: 'Other' }, process.cwd(), doubting)
    const { text, confidence, weak } = await settle(relay.solve(chatRequest('hi'), testContext()))
    expect({ text, confidence, weak }).to.deep.equal({ text: 'Perhaps.', confidence: 0.4, weak: true })
  })

  for (const [question, expected] of Object.entries({ slow: { kind: 'timeout' }, broken: { code: 'solver-failed' } })) {
    it(`fails where the other one is ${question}`, async () => {
      const thrown = await settle((await solver()).solve(chatRequest(question), testContext())).catch((error) => error)
      expect(thrown).to.include(expected)
    })
  }
})
