import { expect } from 'chai'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import eliza from 'dramatis-solver-eliza'
import { scriptFile } from './script-file.ts'

/** What follows "say", from the user's side and from ours. */
const reflections: Readonly<Record<string, string>> = {
  'I am sad': 'you are sad',
  "I'm sad": "you're sad",
  'you are mean': 'I am mean',
  "you're mean": "I'm mean",
  'you really are mean': 'I really am mean',
  "you aren't mean": 'I am not mean',
  "aren't you mean": "aren't I mean",
  'are you mean': 'am I mean',
  'where were you': 'where was I',
  'am I mean': 'are you mean',
  'I was wrong': 'you were wrong',
  "I wasn't wrong": "you weren't wrong",
  'was I wrong': 'were you wrong',
  'you were wrong': 'I was wrong',
  "you weren't wrong": "I wasn't wrong",
  'were you wrong': 'was I wrong',
  'they were wrong': 'they were wrong',
  'he was wrong': 'he was wrong',
  'they are my parents': 'they are your parents',
  'my mother and I are close': 'your mother and you are close',
  'if I were you': 'if you were me',
  'I wish you were here': 'you wish I were here',
  'I hate you': 'you hate me',
  'you hate me': 'I hate you',
  'I love you very much': 'you love me very much',
  'I love you when you listen': 'you love me when I listen',
  'I need you to help me': 'you need me to help you',
  'I told you my name': 'you told me your name',
  'I told you that you are mean': 'you told me that I am mean',
  'you make me angry': 'I make you angry',
  'I made you do it': 'you made me do it',
  'I think you lie': 'you think I lie',
  'I know you': 'you know me',
  'I know you can do it': 'you know I can do it',
  'I feel like you ignore me': 'you feel like I ignore you',
  'nobody is like you': 'nobody is like me',
  'I am taller than you': 'you are taller than me',
  'I am taller than you are': 'you are taller than I am',
  'the things you said to me': 'the things I said to you',
  'the way you look at me': 'the way I look at you',
  'what you do': 'what I do',
  'what do you mean': 'what do I mean',
  'I talk to you about my dog': 'you talk to me about your dog',
  'between you and me': 'between me and you',
  'I have you': 'you have me',
  'I hurt myself': 'you hurt yourself',
  'you hurt yourself': 'I hurt myself',
  'this is mine and that is yours': 'this is yours and that is mine',
  "I've seen your face": "you've seen my face",
  "I'd go and you'd stay": "you'd go",
  "you'll see": "I'll see",
  'my friend Anna likes Paris': 'your friend Anna likes Paris',
  'My Mother said no': 'your Mother said no',
  'I HATE MY JOB': 'you hate your job',
}

describe('pronouns, turned around', () => {
  const script = { keywords: [{ name: 'say', words: ['say'], rules: [{ match: ['^ say *'], say: ['So {1}.'] }] }] }
  const created = createSolver(eliza, { script: scriptFile(script) })
  for (const [said, expected] of Object.entries(reflections)) {
    it(`"${said}" is "${expected}"`, async () => {
      const word = said === said.toUpperCase() ? 'SAY' : 'say'
      const solver = await created
      const { text } = await settle(solver.solve(chatRequest(`${word} ${said}.`), testContext()))
      expect(text).to.equal(`So ${expected}.`)
    })
  }
})
