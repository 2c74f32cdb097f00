import { expect } from 'chai'
import { detectLanguage, keywords, plain, supportedLanguages, understand } from 'dramatis/questions'

const longest = 10 * 1024 * 1024

describe('understand', () => {
  const tags: Record<string, string | undefined> = {
    'en-GB': 'en',
    EN: 'en',
    en_US: 'en',
    eng: undefined,
    english: undefined,
    'x-en': undefined,
    '': undefined,
    ja: undefined,
    constructor: undefined,
  }
  for (const [tag, lang] of Object.entries(tags)) {
    it(`takes "${tag}" for ${lang ?? 'a language it does not speak'}`, () =>
      expect(understand('define dog', tag)?.lang).to.equal(lang))
  }

  it('keeps the article of a thing apart, and that of a name where it is', () => {
    expect(understand('what is the moon?', 'en')).to.include({ subject: 'moon', article: 'the' })
    expect(understand('what is The Hague?', 'en')).to.include({ subject: 'The Hague' }).and.not.have.property('article')
    expect(understand("Qu'est-ce que l'Islande ?", 'fr')).to.include({ subject: 'Islande', article: "l'" })
    expect(understand('Was ist der Mond?', 'de')).to.include({ subject: 'Mond', article: 'der' })
  })

  it('composes letters, so that a subject compares', () =>
    expect(understand('was bedeutet scho\u0308n?', 'de')?.subject).to.equal('schön'))

  it('does not look at more than a question', () => {
    expect(understand(`define ${'x'.repeat(293)}`, 'en')?.subject).to.have.length(293)
    expect(understand(`define ${'x'.repeat(294)}`, 'en')).to.equal(undefined)
  })
})

describe('a bare word', () => {
  it('asks for nothing where a picture is with it', () => {
    expect(understand('sad', 'en')?.subject).to.equal('sad')
    expect(understand('sad 😢', 'en')).to.equal(undefined)
    expect(understand('what is a quark 🤔', 'en')?.subject).to.equal('quark')
  })
})

describe('plain', () => {
  const questions: [text: string, lang: string, expected: string][] = [
    ['Hey, could you please tell me what 2 + 2 is, thanks?', 'en', 'what 2 + 2 is'],
    ['  what\n is  it ?! ', 'en', 'what is it'],
    ['what is 5!', 'en', 'what is 5!'],
    ['what is (2+1)!?', 'en', 'what is (2+1)!'],
    ['5’10” in cm, please', 'en', '5\'10" in cm'],
    ['say "hello!"', 'en', 'say "hello"'],
    ['Kannst du mir bitte sagen, wie spät es ist?', 'de', 'wie spät es ist'],
    ['¿Me puedes decir qué hora es, por favor?', 'es', 'qué hora es'],
    ["Bonjour, quelle heure est-il, s'il vous plaît ?", 'fr', 'quelle heure est-il'],
    ['please, 2 + 2?', 'ja', 'please, 2 + 2'],
    ['please', 'en', 'please'],
    ['', 'en', ''],
    ['?!', 'en', ''],
    ['🤔 what is a quark? 👩🏽‍🔬🇫🇷', 'en', 'what is a quark'],
    ['is that a yes or a no: 👍', 'en', 'is that a yes or a no: 👍'],
    ['🙂', 'en', ''],
  ]
  for (const [text, lang, expected] of questions) {
    it(`"${text.trim()}" in ${lang} is "${expected}"`, () => expect(plain(text, lang)).to.equal(expected))
  }

  it('leaves a long text as it is', () => {
    const text = `please ${'x'.repeat(300)} please`
    expect(plain(text, 'en')).to.equal(text)
  })
})

describe('keywords', () => {
  const questions: [text: string, lang: string, expected: readonly string[]][] = [
    ['Hey, what is the tallest mountain in Europe, please?', 'en', ['tallest', 'mountain', 'Europe']],
    ["who's the author of Hobson's choice?", 'en', ['author', "Hobson's", 'choice']],
    ['does 3.5 exceed x-ray?', 'en', ['3.5', 'exceed', 'x-ray']],
    ['what is it', 'en', []],
    ['Wie hoch ist der höchste Berg in Österreich?', 'de', ['hoch', 'höchste', 'Berg', 'Österreich']],
    ["Quelle est la capitale de l'Islande ?", 'fr', ['capitale', 'Islande']],
    ['¿Cuál es la montaña más alta de España?', 'es', ['montaña', 'alta', 'España']],
    ["Qual è l'isola più grande d'Italia?", 'it', ['isola', 'grande', 'Italia']],
    ['what is the 日本?', 'ja', ['what', 'is', 'the', '日本']],
    ['', 'en', []],
  ]
  for (const [text, lang, expected] of questions) {
    it(`of "${text}" in ${lang}`, () => expect(keywords(text, lang)).to.deep.equal(expected))
  }
})

describe('detectLanguage', () => {
  const texts: Record<string, string | undefined> = {
    'what is a quark?': 'en',
    'I was here yesterday': 'en',
    "I'm bored": 'en',
    'synonyms of big': 'en',
    'Was ist ein Quark?': 'de',
    'Was bedeutet „Schadenfreude“?': 'de',
    'Ich gehe mit dem Hund in den Park': 'de',
    "Qu'est-ce qu'un quark ?": 'fr',
    'Où se trouve Berlin ?': 'fr',
    'Je ne sais pas où il est': 'fr',
    '¿Qué es un quark?': 'es',
    'Háblame de la luna': 'es',
    'el perro está en la casa': 'es',
    "Che cos'è un quark?": 'it',
    'il cane è nella casa': 'it',
    'O que é um quark?': 'pt',
    'o cão está na casa': 'pt',
    'Wat is een quark?': 'nl',
    'de hond is in het huis': 'nl',
    Berlin: undefined,
    '2 + 2': undefined,
    日本語: undefined,
    '': undefined,
  }
  for (const [text, lang] of Object.entries(texts)) {
    it(`"${text}" is ${lang ?? 'anything'}`, () => expect(detectLanguage(text)).to.equal(lang))
  }
})

describe('the cost of a question', () => {
  const hard = [
    'what is '.repeat(longest / 8),
    '?'.repeat(longest),
    ' '.repeat(longest),
    `${'!'.repeat(longest)}a`,
    'a '.repeat(longest / 2),
    "'".repeat(longest),
  ]
  const calls = { understand, plain, keywords, detectLanguage: (text: string) => detectLanguage(text) }
  for (const [name, call] of Object.entries(calls)) {
    it(`is bounded in ${name} for 10 MB`, () => {
      for (const text of hard) {
        const started = performance.now()
        call(text, 'en')
        expect(performance.now() - started).to.be.below(200)
      }
    })
  }

  it('stays small for the worst of 300 characters in every language', () => {
    const words = [
      'a ',
      'is ',
      '?',
      ' ',
      '"',
      "x's ",
      'hm',
      'what is ',
      'are a ',
      'sind eine ',
      'est un ',
      'unter ',
      'a-t-il ',
    ]
    for (const lang of supportedLanguages) {
      understand('a', lang)
      for (const word of words) {
        const text = word.repeat(300 / word.length)
        const started = performance.now()
        for (let turn = 0; turn < 10; turn++) understand(text, lang)
        expect((performance.now() - started) / 10, `${lang} ${word}`).to.be.below(5)
      }
    }
  })
})
