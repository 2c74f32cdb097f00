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
    [["I'm Ann, nice to meet you", 'What is my name?'], /Ann/],
    [['my dog died yesterday'], /very sorry/],
    [['my mother is dead'], /very sorry/],
    [['my cat is very ill'], /your cat/i],
    [['my cat is called Tom'], /Tom/],
    [['my mother is a doctor'], /your mother/i],
    [['my cat was run over'], /your cat/],
    [['I love my wife'], /your wife/],
    [['I think you are wrong'], /that I am wrong/],
    [['my name is Ann, nice to meet you', 'what is my name'], /is Ann\.$/],
    [['my name is Ann what is yours', 'what is my name'], /is Ann\.$/],
    [['my name is ann lee', 'What is my name?'], /Ann Lee/],
    [['what is your name', 'Bob'], /Bob/],
    [['my name is ann', 'i am 33 years old', 'what do you know about me'], /^You are Ann\. You are 33 years old\.$/],
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

  const danger = [
    'I want to die',
    "I'm going to kill myself tonight.",
    'I think nobody would care if I was gone',
    'I hope I never wake up',
    'my name is Bob and I want to kill myself',
    "I hate my life, I don't want to live anymore",
    'i am going to jump off a bridge',
    'I feel so bad that I want to die',
    'my brother is suicidal',
    'everyone would be better off without me',
    "I can't breathe",
    'I think my father hits me because he drinks',
  ]
  for (const line of danger) {
    it(`takes "${line}" seriously, also in a game`, async () => {
      expect((await talk([line])).text).to.match(/emergency/)
      expect((await talk(['guess the number', line])).text).to.match(/emergency/)
      expect((await talk(['what is your name', line])).text).to.match(/emergency/)
    })
  }

  for (const line of [
    'I could kill for a coffee',
    'my phone died',
    'my brother beats me at chess',
    'I saw Suicide Squad',
  ]) {
    it(`sees no danger in "${line}"`, async () => expect((await talk([line])).text).to.not.match(/emergency/))
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
