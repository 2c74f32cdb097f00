import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { chatRequest, createSolver, type Settled, settle, testContext } from 'dramatis/testing'
import rivescript, { RiveScript } from 'dramatis-solver-rivescript'

const folder = fileURLToPath(new URL('../data/brain', import.meta.url))

async function talk(turns: readonly string[], lang = 'en'): Promise<Settled> {
  const solver = await createSolver(rivescript)
  const history: string[] = []
  let last: Settled | undefined
  for (const turn of turns) {
    history.push(turn)
    last = await settle(solver.solve(chatRequest(...history), testContext({ lang })))
    history.push(last.text)
  }
  expect(last).to.not.equal(undefined)
  return last ?? { text: '', weak: false, confidence: undefined, events: [] }
}

describe('the bundled brain', () => {
  it('has nothing odd in it', async () => {
    const engine = new RiveScript()
    await engine.load(folder)
    expect([...engine.problems, ...engine.check()]).to.deep.equal([])
  })

  const dialogues: readonly (readonly [turns: readonly string[], last: RegExp])[] = [
    [['Hi!'], /\?/],
    [['hello', "I'm very well, thanks"], /happy to hear|Good!/],
    [['hello', 'not so good'], /sorry/],
    [["My name's Ann."], /Ann/],
    [['my name is ann lee', 'What is my name?'], /Ann Lee/],
    [['what is your name', 'Bob'], /Bob/],
    [['what is your name', 'no'], /if you like/],
    [['my name is ann', 'forget me', 'who am i'], /not told me/],
    [["I'm 33 years old", 'how old am i'], /33/],
    [['i live in oslo', 'where do i live'], /Oslo/],
    [['Are you a robot?'], /program/],
    [['Do you have feelings?'], /No/],
    [['I feel so sad today'], /sorry/],
    [["I'm a bit tired"], /rest/],
    [['tell me a joke'], /\w/],
    [['Knock, knock!', 'Canoe', 'Canoe help me?'], /Canoe help me/],
    [['do you know a knock knock joke', "Who's there?"], /^(Lettuce|Cash|Boo|Olive)\.$/],
    [["let's play rock paper scissors", 'rock', 'what is the score'], /You \d+, me \d+/],
    [['guess the number', '0'], /larger/],
    [['guess the number', 'is it 1000'], /smaller/],
    [['guess the number', 'who are you'], /chatbot/],
    [['flip a coin'], /Heads|Tails/],
    [['do you like jazz?'], /jazz/],
    [['i have a cat', 'her name is Minka'], /Minka/],
    [['I love pizza'], /pizza/],
    [['what is the meaning of life'], /42/],
    [['you are so nice'], /Thank you|kind/],
    [['you are stupid'], /sorry|may well be/],
    [['i want to die'], /emergency/],
    [['thank you'], /welcome|pleasure|Any time/i],
    [['my name is ann', 'goodbye'], /Ann/],
    [['say that again'], /not said anything/],
    [['hello', 'hello'], /said that already/],
  ]
  for (const [turns, last] of dialogues) {
    it(turns.join(' / '), async () => {
      const said = await talk(turns)
      expect(said.text).to.match(last)
      expect(said.weak).to.equal(false)
    })
  }

  const knowledge = [
    'what is the definition of computer?',
    'What is love?',
    'who wrote Faust',
    'Who is Ada Lovelace?',
    'define serendipity',
    'what is a synonym of happy',
    'okay, what is the capital of France?',
    'tell me about cats',
    'how far away is the moon',
    'why is the sky blue',
    'what is the weather in Paris',
    'what is 2 + 2',
    'what time is it?',
    'I need a definition of music',
    'what do you know about elephants',
  ]
  for (const question of knowledge) {
    it(`leaves "${question}" to others`, async () => expect((await talk([question])).weak).to.equal(true))
  }

  it('holds its tongue in other languages, unless it understands', async () => {
    expect((await talk(['Wie spät ist es?'], 'de')).text).to.equal('')
    expect((await talk(['Hello!'], 'de')).text).to.match(/\w/)
  })

  it('never says a tag or an error', async () => {
    const engine = new RiveScript()
    await engine.load(folder)
    for (const [turns] of dialogues)
      for (const turn of turns) expect(engine.reply('x', turn)).to.not.match(/[<>{}]|ERR/)
  })
})
