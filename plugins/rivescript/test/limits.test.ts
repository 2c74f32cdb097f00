import { expect } from 'chai'
import { BrainError, RiveScript } from 'dramatis-solver-rivescript'
import fc from 'fast-check'

const scraps = [
  '+ ',
  '- ',
  '* ',
  '% ',
  '^ ',
  '@ ',
  '! ',
  '> ',
  '< ',
  '? ',
  '\n',
  '\n+ *\n- ',
  'topic a',
  'topic b inherits a\n',
  'begin\n',
  'object x javascript\n',
  'object\n',
  'array l = a b|c',
  'sub a = b',
  'local concat = space',
  '(',
  ')',
  '[',
  ']',
  '|',
  '*',
  '#',
  '_',
  '@l',
  '(@l)',
  '{weight=2}',
  '{random}',
  '{/random}',
  '{formal}',
  '{/formal}',
  '{topic=a}',
  '{@a}',
  '{ok}',
  '<@>',
  '<star>',
  '<star2>',
  '<set x=',
  '<get x>',
  '<add x=1>',
  '<bot x>',
  '<call>',
  '</call>',
  '<input1>',
  '<reply>',
  '>',
  '}',
  ' == ',
  ' => ',
  'a',
  'b ',
  'hello',
  '\\n',
  '\\',
  'é',
  '\u{1F600}',
  '//',
  '/*',
  '*/',
  '# ',
  '=',
  '0',
  ' ',
]
const document = fc.array(fc.constantFrom(...scraps), { maxLength: 60 }).map((parts) => parts.join(''))
const message = fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constantFrom('a', 'a b', 'hello', '0', ''))

function timed(run: () => void): number {
  const started = performance.now()
  run()
  return performance.now() - started
}

describe('whatever comes', () => {
  it('an engine that is not strict takes any document, and answers any message, soon', () => {
    fc.assert(
      fc.property(document, fc.array(message, { maxLength: 4 }), fc.boolean(), (text, messages, utf8) => {
        const engine = new RiveScript({ strict: false, utf8, macros: true })
        engine.stream(text)
        const time = timed(() => {
          for (const one of messages) expect(engine.reply('somebody', one)).to.be.a('string')
        })
        expect(time).to.be.below(1000)
      }),
      { numRuns: 3000 },
    )
  }).timeout(60_000)

  it('a strict one throws its own error or nothing', () => {
    fc.assert(
      fc.property(document, (text) => {
        try {
          new RiveScript().stream(text)
        } catch (error) {
          expect(error).to.be.instanceOf(BrainError)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('matches what the regular expressions match that the language is explained with', () => {
    const words = ['a', 'b', 'cc', 'd1', '7']
    const piece = fc.constantFrom(...words, '*', '#', '_', '[*]', '[a|b c]', '(a|cc)', '(b|* d1)', '@l', '(@l)', '[cc]')
    const pattern = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(' '))
    const text = fc.array(fc.constantFrom(...words, 'x', 'acc'), { maxLength: 6 }).map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 8 }), fc.array(text, { maxLength: 6 }), (all, texts) => {
        const engine = new RiveScript()
        engine.stream('! array l = a d1|b cc')
        engine.stream(all.map((one, index) => `+ ${one}\n- ${index}`))
        for (const one of texts) {
          const expected = all.flatMap((pattern, index) => (toRegExp(pattern).test(one) ? [String(index)] : []))
          const reply = engine.reply('x', one)
          expect(expected.length === 0 ? ['ERR: No Reply Matched'] : expected, `${one} | ${all}`).to.include(reply)
        }
      }),
      { numRuns: 2000 },
    )
  }).timeout(30_000)
})

function toRegExp(pattern: string): RegExp {
  if (pattern === '*') return /^.*$/
  const source = pattern
    .replaceAll('@l', '(?:a d1|b cc)')
    .replaceAll('*', '.+?')
    .replace(/\s*\[([^\]]+)\]\s*/g, (_, inner: string) => {
      const choices = inner.split('|').map((choice) => `(?:\\s|\\b)+${choice}(?:\\s|\\b)+`)
      return `(?:${choices.join('|')}|(?:\\b|\\s)+)`
    })
    .replaceAll('#', '\\d+?')
    .replaceAll('_', '[^\\s\\d]+?')
  return new RegExp(`^${source}$`)
}

describe('speed', () => {
  it('does not depend on how a pattern and a message are made', () => {
    const engine = new RiveScript()
    engine.stream(
      '+ [*] a [*] a [*] a [*] a [*] a [*] a [*] b\n- x\n\n+ * a * a * a * a * c\n- y\n\n+ (a|a a|a a a|*) (a|a a|*) (a|*) d\n- z',
    )
    expect(timed(() => engine.reply('somebody', `${'a '.repeat(1900)}b c d a`))).to.be.below(500)
  })

  it('does not depend on replies that double', () => {
    const engine = new RiveScript()
    engine.stream(
      '+ a\n- {@a}{@a}\n\n+ b\n- <set x=<get x><get x><get x>><get x>{@b}{@b}\n\n+ c *\n- <star><star><star>{@c <star>}{@c <star>}',
    )
    const time = timed(() => {
      for (let turn = 0; turn < 5; turn += 1) {
        engine.reply('somebody', 'a')
        engine.reply('somebody', 'b')
      }
      expect(engine.reply('somebody', `c ${'x'.repeat(4000)}`).length).to.be.below(1_000_000)
    })
    expect(time).to.be.below(2000)
  })

  it('does not depend on redirects that double and say nothing', () => {
    const engine = new RiveScript()
    engine.stream(Array.from({ length: 40 }, (_, index) => `+ a${index}\n- {@a${index + 1}}{@a${index + 1}}`))
    engine.stream('+ a40\n- <set x=1>')
    expect(timed(() => engine.reply('somebody', 'a0'))).to.be.below(500)
  })

  it('does not depend on arrays that double', () => {
    const engine = new RiveScript()
    const arrays = Array.from(
      { length: 60 },
      (_, index) => `! array a${index} = @a${index + 1} @a${index + 1} w${index}`,
    )
    engine.stream([...arrays, '+ x (@a0)', '- <star>'])
    expect(timed(() => expect(engine.reply('somebody', 'x w59')).to.equal('w59'))).to.be.below(500)
  })

  it('cuts messages at 4,000 characters', () => {
    const engine = new RiveScript()
    engine.stream('+ *\n- <star>')
    expect(engine.reply('somebody', 'x'.repeat(9999))).to.have.length(4000)
  })

  it('stays the same with 20,000 triggers', () => {
    const engine = new RiveScript()
    const lines = Array.from({ length: 20_000 }, (_, index) => `+ [please] tell me * about word${index} *\n- ${index}`)
    engine.stream(lines)
    engine.sort()
    const time = timed(() => {
      for (let index = 0; index < 1000; index += 1) {
        const number = (index * 7919) % 20_000
        expect(engine.reply('somebody', `please tell me all about word${number} now`)).to.equal(String(number))
      }
    })
    expect(time / 1000, 'milliseconds a reply').to.be.below(0.5)
  })
})
