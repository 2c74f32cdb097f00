import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { BrainError, RiveScript } from 'dramatis-solver-rivescript'

function problemsOf(document: string, options = {}): string[] {
  const engine = new RiveScript({ ...options, strict: false })
  engine.stream(document, 'a.rive')
  return engine.problems.map(({ severity, file, line, message }) => `${severity} ${file}:${line} ${message}`)
}

describe('errors in documents', () => {
  const errors: Readonly<Record<string, [document: string, problem: RegExp, options?: object]>> = {
    'a capital letter in a trigger': [
      '\n+ I am\n- x',
      /^error a.rive:2 "I" cannot stand here.*only lowercase.*"\+ I am"/,
    ],
    'an apostrophe in a trigger': ["+ what's up\n- x", /^error a.rive:1 "'" cannot stand here/],
    'a dot in a trigger of UTF-8 mode': ['+ a.b\n- x', /^error a.rive:1 "\." cannot stand here.*dots/, { utf8: true }],
    'a capital letter in a redirect': ['+ a\n@ B', /^error a.rive:2 "B" cannot/],
    'a capital letter after %': ['+ a\n% B\n- x', /^error a.rive:2 "B" cannot/],
    'a bracket that is not closed': ['+ a (b\n- x', /^error a.rive:1 "\(" is never closed/],
    'a bracket that was not opened': ['+ a b]\n- x', /^error a.rive:1 "]" closes nothing/],
    'brackets across each other': ['+ (a [b) c]\n- x', /^error a.rive:1 "\)" closes nothing/],
    'a choice that begins with |': ['+ (|a|b)\n- x', /^error a.rive:1 The choices in \( \) can neither/],
    'an optional that ends with |': ['+ x [a|b|]\n- x', /^error a.rive:1 The choices in \[ \] can neither/],
    'an empty choice': ['+ (a||b)\n- x', /^error a.rive:1 There is an empty choice/],
    'an array that begins with |': ['! array a = |b|c', /^error a.rive:1 The items of an array/],
    'an array with an empty item': ['! array a = b||c', /^error a.rive:1 An array has an empty item/],
    'a definition without a value': ['! var name', /^error a.rive:1 A definition is written/],
    'a condition without =>': ['+ a\n* <get x> == 1', /^error a.rive:2 A condition is written/],
    'a version that is too new': ['! version = 3.0', /^error a.rive:1 Version 2.0 is spoken here, not 3.0/],
    'a name after begin': ['> begin now', /^error a.rive:1 The label "> begin" takes no name/],
    'a topic in capitals': ['> topic Big', /^error a.rive:1 The names of topics/],
    'a topic without a name': ['> topic', /^error a.rive:1 The label "> topic" needs a name/],
    'an object with symbols in its name': ['> object h%h perl\n< object', /^error a.rive:1 The names of objects/],
    'an object without an end': [
      '+ a\n- b\n> object x javascript\ncode',
      /^error a.rive:3 The object that starts here/,
    ],
    'an unknown command': ['$ what', /^warning a.rive:1 There is no command "\$"/],
    'an unknown definition': ['! thing a = b', /^warning a.rive:1 There is no "! thing"/],
    'an unknown label': ['> place a', /^warning a.rive:1 There is no label "place"/],
    'a reply before any trigger': ['- hello', /^warning a.rive:1 "-" stands before any trigger/],
    'a command with nothing after it': ['+ a\n-\n- b', /^warning a.rive:2 "-" has nothing after it/],
    'a continuation of nothing': ['^ a', /^warning a.rive:1 "\^" continues nothing/],
    'a comment without an end': ['+ a\n- b\n/* c\nd', /^warning a.rive:3 The comment that starts here/],
    'an unknown way to join lines': ['! local concat = glue', /^warning a.rive:1 Lines cannot be joined with "glue"/],
    'replies beside a redirect': ['+ a\n@ b\n- c', /^warning a.rive:3 A trigger with an "@" redirect/],
    'an object in another language': ['> object a perl\n1\n< object', /^warning a.rive:1 .*"a" is in perl/],
    'an object while macros are off': ['> object a javascript\n1\n< object', /^warning a.rive:1 .*"macros" is off/],
    'an object that is no JavaScript': [
      '\n> object a javascript\nreturn (\n< object',
      /^warning a.rive:2 The object "a" is no valid JavaScript/,
      { macros: true },
    ],
  }
  for (const [title, [document, problem, options]] of Object.entries(errors)) {
    it(title, () =>
      expect(problemsOf(document, options)).to.satisfy((all: string[]) => all.some((one) => problem.test(one))),
    )
  }

  it('are thrown all at once, and what is right is kept', () => {
    const engine = new RiveScript()
    const stream = () => engine.stream(['+ A', '- x', '+ b', '- Right.', '+ c)', '- y'], 'b.rive')
    expect(stream).to.throw(BrainError, /^b\.rive:1: .*\nb\.rive:5: [^\n]*$/)
    expect(engine.reply('somebody', 'b')).to.equal('Right.')
  })

  it('do not stop an engine that is not strict, which makes the best of them', () => {
    const engine = new RiveScript({ strict: false })
    engine.stream("+ what's (this|that|)\n- <star>\n\n+ [a|\n- open")
    expect(engine.reply('somebody', "What's that?")).to.equal('that')
    expect(engine.reply('somebody', 'a')).to.equal('open')
  })

  it('show what is odd about all documents together', () => {
    const engine = new RiveScript()
    engine.stream('> topic a includes b\n+ say @colours\n- x <formal2>\n< topic\n+ quiet', 'c.rive')
    expect(engine.check().map(({ line, message }) => `${line} ${message}`)).to.have.members([
      '2 There is no array "colours", so "say @colours" never matches it.',
      '2 There is no tag "<formal2>", so it is said as it stands; write "{formal}<star2>{/formal}".',
      '2 The topic "a" includes or inherits "b", which does not exist.',
      '5 The trigger "quiet" has nothing to say.',
    ])
  })
})

describe('loading', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brain-'))
    await writeFile(join(folder, 'b.rive'), '+ one\n- Second.')
    await writeFile(join(folder, 'a.rs'), '+ one\n- First.')
    await writeFile(join(folder, 'notes.txt'), '$')
  })
  after(() => rm(folder, { recursive: true }))

  it('takes the brain files of a folder in the order of their names', async () => {
    const engine = new RiveScript()
    await engine.load(folder)
    expect(engine.problems).to.deep.equal([])
    expect(engine.reply('somebody', 'one')).to.equal('First.')
  })

  it('names every path that is not there, also where errors do not matter', async () => {
    const engine = new RiveScript({ strict: false })
    const error = await engine.load([join(folder, 'x.rive'), folder, join(folder, 'y')]).catch((reason) => reason)
    expect(error).to.be.instanceOf(BrainError)
    expect(error.message).to.match(/x\.rive:1: The brain cannot be read: [^\n]*\n.*y:1: /)
  })
})
