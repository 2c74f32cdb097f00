import { expect } from 'chai'
import { parseWordQuestion } from '#question'

const declined: readonly string[] = [
  '',
  '?',
  '...',
  'hello',
  'Hi!',
  'good morning',
  'thank you',
  'yes',
  'no',
  'ok',
  'stop',
  'help',
  'Fire!',
  'why?',
  'you',
  '42',
  '7 dwarfs',
  'hey computer',
  'please stop',
  'which is better, cats or dogs',
  'the quick brown fox jumps over the lazy dog',
  'what is up?',
  "what's up",
  "okay, what's new?",
  "what's wrong",
  'what is happening?',
  'what is it?',
  'what is this?',
  'what are you?',
  'who are you?',
  'who is she?',
  'what does it mean?',
  'what does that mean?',
  'what do you mean?',
  'is it a dog?',
  'are you a robot?',
  'is there a god?',
  'define it',
  'synonyms of that',
  'what is the weather?',
  'what is the time?',
  "what's the matter?",
  "what's the point?",
  'what is the meaning of life?',
  'what is a?',
  'what is ""?',
  `what is ${'very '.repeat(60)}big?`,
]

const understood: readonly (readonly [text: string, kind: string, subject: string])[] = [
  ['what is the definition of computer?', 'explicit', 'computer'],
  ["What's the dictionary definition of the word 'computer'?", 'explicit', 'computer'],
  ['what does ephemeral mean?', 'explicit', 'ephemeral'],
  ['WHAT DOES EPHEMERAL MEAN', 'explicit', 'EPHEMERAL'],
  ['what does the word “ephemeral” mean?', 'explicit', 'ephemeral'],
  ['define a quark', 'explicit', 'quark'],
  ['define: quark', 'explicit', 'quark'],
  ['Define "it".', 'explicit', 'it'],
  ['define "please", please', 'explicit', 'please'],
  ['how would you define justice?', 'explicit', 'justice'],
  ['definition of ice cream', 'explicit', 'ice cream'],
  ['meaning of the word X-ray', 'explicit', 'X-ray'],
  ['meaning: quark', 'explicit', 'quark'],
  ['the meaning of the word life', 'explicit', 'life'],
  ['ephemeral meaning', 'explicit', 'ephemeral'],
  ['ephemeral definition?', 'explicit', 'ephemeral'],
  ['what is meant by entropy?', 'explicit', 'entropy'],
  ['what does hello mean?', 'explicit', 'hello'],
  ['look up serendipity in the dictionary, please', 'explicit', 'serendipity'],
  ['do you know what serendipity means?', 'explicit', 'serendipity'],
  ['explain what inertia means', 'explicit', 'inertia'],
  ['what is a computer?', 'plain', 'computer'],
  ["what's an ice cream", 'plain', 'ice cream'],
  ['whats love', 'plain', 'love'],
  ['what are mice??', 'plain', 'mice'],
  ['what were the Crusades?', 'plain', 'Crusades'],
  ['what is the moon?', 'plain', 'moon'],
  ['what exactly is a quark?', 'plain', 'quark'],
  ['what is the word order?', 'plain', 'word order'],
  ['what is the concept of entropy?', 'plain', 'entropy'],
  ["what's a matter?", 'plain', 'matter'],
  ['what is the capital of France?', 'plain', 'capital of France'],
  ['what is love like for you', 'plain', 'love like for you'],
  ['Can you please tell me what a "black hole" is?', 'plain', 'black hole'],
  ['hey, could you tell me what a quark is, thanks', 'plain', 'quark'],
  ['Hello. What is a quark?', 'plain', 'quark'],
  ["I'd like to know what the Renaissance was.", 'plain', 'Renaissance'],
  ['what is\n  Hobson’s\tchoice ?!', 'plain', "Hobson's choice"],
  ['who was Mozart?', 'person', 'Mozart'],
  ["who's Albert Einstein", 'person', 'Albert Einstein'],
  ['tell me who Ada Lovelace was', 'person', 'Ada Lovelace'],
  ["what's a synonym for happy?", 'synonyms', 'happy'],
  ['synonyms of big', 'synonyms', 'big'],
  ['give me some synonyms for the word big', 'synonyms', 'big'],
  ['big synonyms', 'synonyms', 'big'],
  ['what is another word for beautiful?', 'synonyms', 'beautiful'],
  ['what is a different way to say happy?', 'synonyms', 'happy'],
  ['which words mean the same as sad?', 'synonyms', 'sad'],
  ['what is the opposite of hot?', 'antonyms', 'hot'],
  ['antonym of victory', 'antonyms', 'victory'],
  ['quick antonyms', 'antonyms', 'quick'],
  ['what kind of thing is a dog?', 'broader', 'dog'],
  ['what is a dog a kind of?', 'broader', 'dog'],
  ['kinds of cheese', 'kinds', 'cheese'],
  ['what are the different types of trees?', 'kinds', 'trees'],
  ['what kinds of tree are there?', 'kinds', 'tree'],
  ['examples of fruit', 'examples', 'fruit'],
  ['give me an example of a mammal', 'examples', 'mammal'],
  ['name some fruits', 'examples', 'fruits'],
  ['parts of a car', 'parts', 'car'],
  ['what are the parts of the eye?', 'parts', 'eye'],
  ['what parts does a flower have?', 'parts', 'flower'],
  ['is a dog an animal?', 'membership animal', 'dog'],
  ['is a hot dog a kind of sandwich?', 'membership sandwich', 'hot dog'],
  ['are polar bears mammals?', 'membership mammals', 'polar bears'],
  ['are whales a type of fish?', 'membership fish', 'whales'],
  ['ephemeral', 'bare', 'ephemeral'],
  ['Ice cream', 'bare', 'Ice cream'],
  ['"hello"?', 'bare', 'hello'],
  ['a la carte', 'bare', 'la carte'],
]

describe('parseWordQuestion', () => {
  for (const text of declined) {
    it(`sees nothing to look up in "${text.slice(0, 60)}"`, () => expect(parseWordQuestion(text)).to.equal(undefined))
  }

  for (const [text, kind, subject] of understood) {
    it(`takes "${text}" for ${kind} of ${subject}`, () => {
      const question = parseWordQuestion(text)
      expect(question?.subject).to.equal(subject)
      expect(labelOf(question)).to.equal(kind)
    })
  }

  it('keeps the article, for names that need it', () => {
    expect(parseWordQuestion('what is The Hague?')).to.include({ subject: 'Hague', article: 'the' })
    expect(parseWordQuestion('what is "The Hague"?'))
      .to.include({ subject: 'The Hague' })
      .and.not.to.have.key('article')
  })
})

function labelOf(question: ReturnType<typeof parseWordQuestion>): string | undefined {
  switch (question?.kind) {
    case 'definition':
      return question.manner
    case 'membership':
      return `membership ${question.category}`
    default:
      return question?.kind
  }
}
