import { expect } from 'chai'
import type { Json, Message } from 'dramatis'
import { chatRequest, createSolver, mapMemory, settle, solverContract, testContext } from 'dramatis/testing'
import rivescript from 'dramatis-solver-rivescript'

solverContract('rivescript', rivescript, {
  answers: {
    hello: /\w/,
    'My name is Ann.': 'Ann',
    'knock knock': "Who's there?",
    'Are you human?': 'program',
  },
})

solverContract('rivescript with a brain of its own', rivescript, {
  config: { source: ['+ [*] tea [*]', '- With milk?', '', '+ ye*s', '- <star>'] },
  answers: { 'A cup of tea, please!': 'With milk?' },
  declines: ['coffee', 'what is the definition of computer?'],
})

/** A solver, and a way to talk with it as clients do that keep the history themselves. */
async function talker(config: object) {
  const solver = await createSolver(rivescript, config)
  return async (turns: readonly string[], context = testContext()) =>
    (await settle(solver.solve(chatRequest(...turns), context))).text
}

const diary = {
  source: `
    + my name is *
    - <set name=<formal>>Hi, <get name>.

    + who am i
    * <get name> == undefined => No idea.
    - <get name>, {random}friend|dear|my love|old chap{/random}.

    + enter
    - In.{topic=cave}

    + mood *
    - <bot mood=<star>>Now <bot mood>.

    + mood
    - <bot mood>

    + yes
    % * sure
    - Good.

    > topic cave
    + *
    - Dark here, <star>.
    < topic`,
}

describe('the rivescript solver', () => {
  it('answers without waiting where the memory does not wait', async () => {
    const solver = await createSolver(rivescript, diary)
    expect(solver.solve(chatRequest('who am i'), testContext())).to.deep.equal({ text: 'No idea.' })
  })

  it('waits for a memory that has to be waited for', async () => {
    const solver = await createSolver(rivescript, diary)
    const { get, set, ...rest } = mapMemory()
    const slow = {
      ...rest,
      get: async (key: string) => get(key),
      set: async (key: string, value: Json) => set(key, value),
    }
    const context = testContext({ memory: slow })
    await settle(solver.solve(chatRequest('my name is ann'), context))
    const turns = chatRequest('my name is ann', 'Hi, Ann.', 'who am i')
    expect((await settle(solver.solve(turns, context))).text).to.match(/^Ann, /)
  })

  it('declines where no trigger matches, no condition holds, or a tag fails', async () => {
    const say = await talker({
      source: '+ a\n* x == y => No.\n\n+ b\n- <call>none</call>\n\n+ c\n@ c\n\n+ d\n- <set x=1>',
    })
    for (const message of ['nothing', 'a', 'b', 'c', 'd']) expect(await say([message]), message).to.equal('')
  })

  it('says a catch-all weakly, and what a catch-all redirects to strongly', async () => {
    const solver = await createSolver(rivescript, {
      source: '+ *\n* <star> == deep => {@dig}\n- Hm.\n\n+ dig\n- Dug.\n\n+ x *\n- Rest.',
    })
    const weak = async (...turns: string[]) => (await settle(solver.solve(chatRequest(...turns), testContext()))).weak
    expect(await weak('anything')).to.equal(true)
    expect(await weak('deep')).to.equal(false)
    expect(await weak('x y')).to.equal(false)
  })

  it('says the reply to a %Previous strongly, though its trigger is *', async () => {
    const solver = await createSolver(rivescript, { source: '+ ask\n- Why?\n\n+ *\n% why\n- I see.\n\n+ *\n- Hm.' })
    const said = await settle(solver.solve(chatRequest('ask', 'Why?', 'because'), testContext()))
    expect(said).to.include({ text: 'I see.', weak: false })
  })

  it('says strongly what the begin block says by itself', async () => {
    const solver = await createSolver(rivescript, { source: '> begin\n+ request\n- Closed.\n< begin\n+ *\n- x' })
    const said = await settle(solver.solve(chatRequest('hi'), testContext()))
    expect(said).to.include({ text: 'Closed.', weak: false })
  })

  it('remembers names and topics of a client that sends its history', async () => {
    const say = await talker(diary)
    expect(await say(['my name is ann', 'Hi, Ann.', 'who am i'])).to.match(/^Ann, /)
    expect(await say(['enter', 'In.', 'hello'])).to.equal('Dark here, hello.')
  })

  it('compares %Previous with what was really said last, whoever said it', async () => {
    const say = await talker(diary)
    expect(await say(['who am i', 'Are you quite sure?', 'yes'])).to.equal('Good.')
    expect(await say(['who am i', 'No idea.', 'yes'])).to.equal('')
    const memory = mapMemory()
    await say(['who am i'], testContext({ memory }))
    expect(await say(['who am i', 'Are you quite sure?', 'yes'], testContext({ memory }))).to.equal('Good.')
  })

  it('keeps bot variables that a user sets with that user', async () => {
    const say = await talker(diary)
    expect(await say(['mood wild'])).to.equal('Now wild.')
    expect(await say(['mood'])).to.equal('undefined')
    expect(await say(['mood wild', 'Now wild.', 'mood'])).to.equal('wild')
  })

  it('gives a remembered conversation and a resent history the same replies', async () => {
    const say = await talker({})
    const memory = mapMemory()
    const questions = [
      'hi',
      'fine',
      'my name is bob',
      'tell me a joke',
      'another',
      'who am i',
      'play guess the number',
      '50',
      '25',
      'stop',
      'what?',
      'riddle',
      'no idea',
      'knock knock',
      'ann',
      'ann teak',
      'bye',
    ]
    const history: string[] = []
    for (const question of questions) {
      history.push(question)
      const remembered = await say(history, testContext({ memory }))
      expect(await say(history), question).to.equal(remembered)
      history.push(remembered)
    }
    expect(history.join(' ')).to.include('Bob')
  })

  it('goes back with a client that changes its history', async () => {
    const say = await talker(diary)
    const memory = mapMemory()
    const context = () => testContext({ memory })
    await say(['my name is ann'], context())
    await say(['my name is ann', 'Hi, Ann.', 'who am i'], context())
    expect(await say(['my name is bob', 'Hi, Bob.', 'who am i'], context())).to.match(/^Bob, /)
    expect(await say(['who am i'], context())).to.equal('No idea.')
  })

  it('takes up a memory only for the history that it belongs to', async () => {
    const say = await talker(diary)
    const memory = mapMemory()
    await say(['my name is ann'], testContext({ memory }))
    expect(await say(['my name is bob', 'Hi, Bob.', 'who am i'], testContext({ memory }))).to.match(/^Bob, /)
  })

  it('remembers a conversation for longer than it replays', async () => {
    const say = await talker(diary)
    const memory = mapMemory()
    const history = ['my name is ann']
    for (let turn = 0; turn < 60; turn += 1) {
      history.push((await say(history, testContext({ memory }))) || 'Hm.', turn === 59 ? 'who am i' : `word ${turn}`)
    }
    expect(await say(history, testContext({ memory }))).to.match(/^Ann, /)
  })

  it('ignores a memory that holds something else', async () => {
    const say = await talker(diary)
    for (const junk of [
      null,
      7,
      'x',
      [],
      { covers: 'x' },
      { covers: 1, trail: 'x' },
      { covers: 0, trail: '', variables: 3 },
    ]) {
      const memory = mapMemory()
      await memory.set('rivescript', junk as Json) // the union of these literals has no common type
      expect(await say(['who am i'], testContext({ memory }))).to.equal('No idea.')
    }
  })

  it('reads messages of several parts, and leaves other roles alone', async () => {
    const solver = await createSolver(rivescript, diary)
    const messages: Message[] = [
      { role: 'system', parts: [{ type: 'text', text: 'my name is root' }] },
      {
        role: 'user',
        parts: [
          { type: 'text', text: 'my name' },
          { type: 'text', text: ' is ann' },
        ],
      },
      { role: 'tool', callId: '1', parts: [{ type: 'text', text: 'my name is tool' }] },
      { role: 'user', parts: [{ type: 'text', text: 'who am i' }] },
    ]
    expect((await settle(solver.solve({ question: 'who am i', messages }, testContext()))).text).to.match(/^Ann, /)
  })

  it('lists every error of its brain, with file and line', async () => {
    const error = await createSolver(rivescript, { brain: 'no-such.rive', source: '+ A\n- x\n+ (b\n- y' }).catch(
      (reason) => reason,
    )
    expect(error.code).to.equal('plugin-failed')
    expect(error.message).to.match(/no-such\.rive:1: .*\n.*source:1: .*\n.*source:3: /)
  })

  it('uses an odd brain where it need not be strict', async () => {
    const say = await talker({ source: '+ A\n- x\n+ b\n- y', strict: false })
    expect(await say(['b'])).to.equal('y')
  })

  it('passes its settings on', async () => {
    expect(await (await talker({ source: '+ где\n- Тут.', utf8: true }))(['Где?'])).to.equal('Тут.')
    const macro = {
      source: '+ sum\n- <call>sum 1 2</call>\n> object sum javascript\nreturn +args[0] + +args[1]\n< object',
    }
    expect(await (await talker({ ...macro, macros: true }))(['sum'])).to.equal('3')
    expect(await (await talker(macro))(['sum'])).to.equal('')
    expect(await (await talker({ source: '+ a\n@ b\n+ b\n- c', depth: 1 }))(['a'])).to.equal('c')
  })
})
