import { expect } from 'chai'
import { RiveScript } from 'dramatis-solver-rivescript'

function engineWith(code: string, options = {}): RiveScript {
  const engine = new RiveScript({ macros: true, ...options })
  engine.stream(`> object macro javascript\n${code}\n< object\n\n+ call *\n- [<call>macro <star></call>]`)
  return engine
}

describe('object macros', () => {
  const results: Readonly<Record<string, [code: string, message: string, reply: string]>> = {
    'get their arguments': ['return args.length + args.join("-")', 'call a b', '[2a-b]'],
    'may return nothing': ['', 'call x', '[]'],
    'may have comments, blank lines and braces': ['// a }\n\nif (args[0]) { return "{" }', 'call x', '[{]'],
    'may wait for promises': ['const x = await Promise.resolve(7); return x + 1', 'call x', '[8]'],
    'know the user': ['return rs.currentUser()', 'call x', '[somebody]'],
    'read variables': [
      'return rs.getUservar(rs.currentUser(), "n") + rs.getVariable("v") + rs.getGlobal("g")',
      'call x',
      '[undefinedundefinedundefined]',
    ],
    'write variables': [
      'rs.setUservars("somebody", { a: 1, b: "two" }); rs.setVariable("v", "x"); rs.setGlobal("g", 3);' +
        'const { a, b, topic } = rs.getUservars("somebody"); return [a, b, topic, rs.getVariable("v")].join()',
      'call x',
      '[1,two,random,x]',
    ],
    'are told about their faults': [
      'throw new Error("broken")',
      'call x',
      '[[ERR: Error when executing JavaScript object: broken]]',
    ],
    'cannot wait for ever': [
      'await new Promise(() => {})',
      'call x',
      '[[ERR: Error when executing JavaScript object: it waits for something that never comes]]',
    ],
    'see nothing of the program': [
      'return typeof process + typeof require + typeof setTimeout',
      'call x',
      '[undefinedundefinedundefined]',
    ],
    'cannot make code of texts': [
      'return rs.constructor.constructor("return process")()',
      'call x',
      '[[ERR: Error when executing JavaScript object: Code generation from strings disallowed for this context]]',
    ],
  }
  for (const [title, [code, message, reply]] of Object.entries(results)) {
    it(title, () => expect(engineWith(code).reply('somebody', message)).to.equal(reply))
  }

  it('leave what they write to the replies after them', () => {
    const engine = engineWith('rs.setUservar("", "a", 1); rs.setVariable("v", "x"); rs.setGlobal("g", 3)')
    engine.stream('+ show\n- <get a> <bot v> <env g>')
    expect(engine.reply('somebody', 'call x')).to.equal('[]')
    expect(engine.reply('somebody', 'show')).to.equal('1 x 3')
  })

  it('are stopped when they take too long', () => {
    const started = performance.now()
    expect(engineWith('for (;;) {}').reply('somebody', 'call x')).to.match(/^\[\[ERR: .*timed out.*\]\]$/)
    expect(performance.now() - started).to.be.below(2000)
  })

  it('set user variables, and share nothing else between calls', () => {
    const engine = engineWith(
      'globalThis.n = (globalThis.n ?? 0) + 1; rs.setUservar(rs.currentUser(), "n", n); return n',
    )
    expect([engine.reply('a', 'call x'), engine.reply('b', 'call x')]).to.deep.equal(['[1]', '[1]'])
    expect(engine.getUservar('a', 'n')).to.equal(1)
  })

  it('do not run unless they may', () => {
    expect(engineWith('return 1', { macros: false }).reply('somebody', 'call x')).to.equal('[[ERR: No Object Handler]]')
  })

  it('are not found where there is none', () => {
    const engine = new RiveScript({ macros: true })
    engine.stream('+ x\n- <call>none</call>\n> object perl perl\n1\n< object\n+ y\n- <call>perl</call>')
    expect(engine.reply('somebody', 'x')).to.equal('[ERR: Object Not Found]')
    expect(engine.reply('somebody', 'y')).to.equal('[ERR: Object Not Found]')
  })

  it("can be the program's own, with quoted arguments, in conditions and inside of tags", () => {
    const engine = new RiveScript()
    engine.setSubroutine('count', (fields) => `${fields.length}:${fields.at(-1)}`)
    engine.stream(
      '+ a *\n* <call>count <star></call> == 2:c => Two.\n- Other.\n\n+ b *\n- <set n=<call> count "<star>"  12 "x  y" </call>><get n>',
    )
    expect(engine.reply('somebody', 'a b c')).to.equal('Two.')
    expect(engine.reply('somebody', 'b one two')).to.equal('3:x  y')
  })
})
