import { expect } from 'chai'
import type { Message } from 'dramatis'
import { createSolver, mapMemory, settle, testContext } from 'dramatis/testing'
import eliza from 'dramatis-solver-eliza'

const evening = `Hello
I'm not sure why I came here
I guess I'm sad
Because my girlfriend left me
Yes
Three years
I love her
I can't sleep
I keep thinking about her
My mother says I should forget her
No
No
My mother is always right
I don't know
maybe
I feel lonely
My friends are all married
I work too much
What do you think?
That was a stupid answer
Sorry
I dreamed about her last night
blue water
the sun
orange
I want to call her
You are right
Are you a person?
What is the capital of Peru?
What is the capital of Chile?
table
chair
yes
yes
yes
Do you like music?
I used to play the piano
ok
I have to go
Bye`.split('\n')

const say = (role: 'user' | 'assistant', text: string): Message => ({ role, parts: [{ type: 'text', text }] })

/** Says every line in turn and gives the replies, each solver call seeing the whole history. */
async function chat(lines: readonly string[], resend = false): Promise<readonly string[]> {
  let solver = await createSolver(eliza)
  let context = testContext({ memory: mapMemory() })
  const messages: Message[] = []
  const replies: string[] = []
  for (const line of lines) {
    if (resend) {
      solver = await createSolver(eliza)
      context = testContext({ memory: mapMemory() })
    }
    messages.push(say('user', line))
    const conversation = resend ? {} : { conversation: 'evening' }
    const { text } = await settle(solver.solve({ question: line, messages, ...conversation }, context))
    messages.push(say('assistant', text))
    replies.push(text)
  }
  return replies
}

describe('a long chat', () => {
  it('never repeats a reply within forty turns', async () => {
    const replies = await chat(evening)
    expect(replies).to.have.length(40)
    expect(new Set(replies).size).to.equal(40)
  })

  it('goes the same way for a client that resends its history to a host that has just started', async () => {
    expect(await chat(evening, true)).to.deep.equal(await chat(evening))
  })

  for (const line of [
    'yes',
    'I am sad',
    'banana',
    'what is love?',
    'is it late?',
    'I want to die',
    'you idiot',
    'bye',
  ]) {
    it(`does not repeat itself when all it hears is "${line}"`, async () => {
      const replies = await chat(new Array<string>(12).fill(line))
      for (const [at, reply] of replies.entries()) expect(reply).to.not.equal(replies[at - 1])
    })
  }

  it('comes back to what was said, once, when it has nothing better', async () => {
    const replies = await chat(['my mother is ill', 'hello', 'apple', 'pear', 'plum', 'fig', 'lime', 'kiwi', 'melon'])
    expect(
      replies.filter((reply) => /your mother is ill/.test(reply) && /Earlier|Let us go back/.test(reply)),
    ).to.have.length(1)
    expect(replies[2]).to.match(/your mother is ill/)
  })

  it('does not take up what was said a moment ago', async () => {
    expect((await chat(['my mother is ill', 'apple']))[1]).to.not.match(/mother/)
  })

  it('stays with somebody in a crisis, and turns to other things when they do', async () => {
    const replies = await chat(['I want to die', 'no', 'apple', 'I do not know', 'yes', 'My dog is lovely'])
    expect(replies[1]).to.match(/person|emergency|carry this alone/)
    expect(replies[2]).to.match(/person|emergency|carry this alone/)
    expect(replies[3]).to.match(/person|emergency|carry this alone/)
    expect(replies[4]).to.match(/crisis line|turn to one/)
    expect(replies[5]).to.match(/your dog/)
  })

  it('is not thrown by what other solvers, tools and pictures put into the history', async () => {
    const solver = await createSolver(eliza)
    const messages: Message[] = [
      { role: 'system', parts: [{ type: 'text', text: 'You are Eliza.' }] },
      { role: 'assistant', parts: [{ type: 'call', call: { id: '1', name: 'clock', input: {} } }] },
      { role: 'tool', callId: '1', parts: [{ type: 'data', data: { hour: 9 } }] },
      { role: 'user', parts: [{ type: 'image', mediaType: 'image/png', data: new Uint8Array(4) }] },
      say('assistant', 'A long answer of a model. '.repeat(50)),
      say('user', 'I am sad'),
    ]
    const { text } = await settle(solver.solve({ question: 'I am sad', messages }, testContext()))
    expect(text).to.match(/sad|helped/)
  })
})
