import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { ChatRequest, Message, Toolbox, ToolSpec } from 'dramatis'
import { chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import intents from 'dramatis-solver-intents'
import { hear, request } from '../../../test/support/turn.ts'

const spec = (name: string): ToolSpec => ({ name, description: name, input: { type: 'object' } })
const tools = ['switch', 'dim', 'add', 'now', 'move', 'play'].map(spec)

const home = {
  lists: {
    device: {
      values: [
        'lamp',
        { in: ['kitchen light', 'light in the kitchen'], out: 'light.kitchen' },
        { in: '[big ](tv|telly|television)', out: 'media.tv' },
        { in: 'café radio', out: 7 },
        'кофеварка',
        '灯',
      ],
    },
    brightness: { range: { from: 0, to: 100 } },
    degrees: { range: { from: -30, to: 45 } },
  },
  rules: { the: '[the|my|das|den|die]', lights: 'light[s]', please: '(please|<bitte>)', bitte: 'bitte' },
  skipWords: ['please', 'just'],
  intents: [
    {
      name: 'on',
      sentences: ['(turn|switch) on <the> {device}', 'turn <the> {device} on', '{device} an', '打开{device}'],
      tool: 'switch',
      input: { id: '{device}', state: 'on' },
      answer: ['{device} is {result.state} now, as are {result.others}.', '{device} is {result.state} now.', 'Done.'],
      error: 'No {device}: {error}',
    },
    {
      name: 'all',
      sentences: ['turn (on|off) [all] [of] <the> <lights>', '[all] <lights>;on'],
      tool: 'switch',
      input: { id: 'all' },
      answer: 'All lights.',
    },
    {
      name: 'dim',
      sentences: ['(dim|set) [<the>] {device} [to {brightness}[ ](%|percent)]', '(dim {device};to {brightness})'],
      tool: 'dim',
      input: { id: '{device}', level: '{brightness}', text: '{device} at {brightness}', list: ['{brightness}', 'x'] },
      answer: '{device}: {brightness}.',
    },
    {
      name: 'cool',
      sentences: ['make it {degrees:degree} [°] [c|degrees]'],
      tool: 'dim',
      input: { degree: '{degree}' },
      answer: '{degree} degrees: {result}.',
    },
    {
      name: 'add',
      sentences: ['add {text:item} to [my] {text:list} list', 'add {text:item}', '{text:item} on the list'],
      tool: 'add',
      input: { item: '{item}', list: '{list}' },
      answer: 'Added {item}.',
    },
    {
      name: 'time',
      sentences: ["what(| is|'s) the time", 'wie spät ist es'],
      tool: 'now',
      answer: 'It is {result.time}.',
    },
    {
      name: 'move',
      sentences: ['go {number:steps} steps'],
      tool: 'move',
      input: { steps: '{steps}' },
      answer: '{result}',
    },
  ],
}

solverContract('intents', intents, {
  config: { intents: [{ name: 'time', sentences: ['what time is it'], tool: 'now', answer: '{result}' }] },
  answers: {},
  declines: ['what time is it', 'hello', ''],
})

describe('intents: what is said becomes a call', () => {
  const callOf = async (question: string, config: object = home, context: object = {}): Promise<string> => {
    const solver = await createSolver(intents, config)
    const { events, text } = await settle(solver.solve(chatRequest(question), testContext({ tools, ...context })))
    const [call, finish] = events
    if (call?.type !== 'tool-call') return text
    expect(finish).to.deep.equal({ type: 'finish', reason: 'tool-calls' })
    return `${call.call.name} ${JSON.stringify(call.call.input)}`
  }

  const lamp = 'switch {"id":"lamp","state":"on"}'
  const rows: [question: string, call: string, context?: object][] = [
    ['turn on the lamp', lamp],
    ['Turn ON the LAMP!!', lamp],
    ['  switch   on\tlamp ', lamp],
    ['turn my lamp on', lamp],
    ['please turn just on the lamp, please', lamp],
    ['lamp an', lamp],
    ['turn on the light in the kitchen', 'switch {"id":"light.kitchen","state":"on"}'],
    ['turn on big telly', 'switch {"id":"media.tv","state":"on"}'],
    ['turn on the bigtv', ''],
    ['turn on cafe radio', 'switch {"id":7,"state":"on"}'],
    ['turn on CAFÉ radio', 'switch {"id":7,"state":"on"}'],
    ['turn on Кофеварка', 'switch {"id":"кофеварка","state":"on"}'],
    ['打开灯。', 'switch {"id":"灯","state":"on"}'],
    ['turn on the fridge', ''],
    ['turn on', ''],
    ['turn on the lamp tomorrow', ''],
    ['turn off all of the lights', 'switch {"id":"all"}'],
    ['turn on light', 'switch {"id":"all"}'],
    ['on all lights', 'switch {"id":"all"}'],
    ['lights on', 'switch {"id":"all"}'],
    ['dim the lamp', 'dim {"id":"lamp","text":"lamp at ","list":["x"]}'],
    ['dim lamp to 50%', 'dim {"id":"lamp","level":50,"text":"lamp at 50","list":[50,"x"]}'],
    ['dim lamp to 12.5 percent', 'dim {"id":"lamp","level":12.5,"text":"lamp at 12.5","list":[12.5,"x"]}'],
    ['dim lamp to twenty-one percent', 'dim {"id":"lamp","level":21,"text":"lamp at 21","list":[21,"x"]}'],
    ['to 5 dim lamp', 'dim {"id":"lamp","level":5,"text":"lamp at 5","list":[5,"x"]}'],
    ['dim lamp to 101%', ''],
    ['make it -5°C', 'dim {"degree":-5}'],
    ['make it −5 degrees', 'dim {"degree":-5}'],
    ['make it minus', ''],
    ['make it 21,5', 'dim {"degree":21.5}', { lang: 'de' }],
    ['make it 21,5', 'dim {"degree":21.5}'],
    ['make it einundzwanzig', 'dim {"degree":21}', { lang: 'de' }],
    ['go 1,000 steps', 'move {"steps":1000}'],
    ['go 1.000 steps', 'move {"steps":1000}', { lang: 'de' }],
    ['go 1.000 steps', 'move {"steps":1}'],
    ['go 12.000.000,5 steps', 'move {"steps":12000000.5}', { lang: 'de' }],
    ['go 1.2.3 steps', ''],
    ['go two thousand and five steps', 'move {"steps":2005}'],
    ['add Bread & Butter', 'add {"item":"Bread & Butter"}'],
    ['add milk to my shopping list', 'add {"item":"milk","list":"shopping"}'],
    ['add salt to taste to my to do list', 'add {"item":"salt to taste","list":"to do"}'],
    ['what’s the time?', 'now {}'],
    ['whats the time', ''],
    ['what is the time', 'now {}'],
    ['Wie spaet ist es', ''],
    ['Wie spat ist es', 'now {}'],
    ['', ''],
    ['?!', ''],
  ]
  for (const [question, call, context] of rows) {
    it(`${JSON.stringify(question)}${context ? ` ${JSON.stringify(context)}` : ''}: ${call || 'declined'}`, async () => {
      expect(await callOf(question, home, context)).to.equal(call)
    })
  }

  it('declines what no tool on offer can do, and takes the next best reading', async () => {
    expect(await callOf('turn on the lamp', home, { tools: [] })).to.equal('')
    expect(await callOf('turn on the lamp', home, { tools: [spec('dim')] })).to.equal('')
    const two = {
      intents: [
        { name: 'a', sentences: ['play jazz'], tool: 'player', answer: 'a' },
        { name: 'b', sentences: ['play {text:what}'], tool: 'play', input: { what: '{what}' }, answer: 'b' },
      ],
    }
    expect(await callOf('play jazz', two, { tools: [spec('player'), spec('play')] })).to.equal('player {}')
    expect(await callOf('play jazz', two)).to.equal('play {"what":"jazz"}')
  })
  it('prefers what is said in so many words, then lists, then what comes first', async () => {
    const many = {
      lists: { what: { values: ['jazz', 'jazz music'] } },
      intents: [
        { name: 'any', sentences: ['play {text:what}'], tool: 'play', input: { by: 'wildcard' }, answer: '.' },
        { name: 'list', sentences: ['play {what}'], tool: 'play', input: { by: 'list {what}' }, answer: '.' },
        { name: 'word', sentences: ['play jazz [music] now'], tool: 'play', input: { by: 'word' }, answer: '.' },
        { name: 'twin', sentences: ['play jazz now'], tool: 'play', input: { by: 'twin' }, answer: '.' },
      ],
    }
    expect(await callOf('play jazz music now', many)).to.equal('play {"by":"word"}')
    expect(await callOf('play jazz now', many)).to.equal('play {"by":"word"}')
    expect(await callOf('play jazz music', many)).to.equal('play {"by":"list jazz music"}')
    expect(await callOf('play jazz today', many)).to.equal('play {"by":"wildcard"}')
  })
  it('declines what only a wildcard has taken', async () => {
    const config = { intents: [{ name: 'a', sentences: ['[add] {text:item}'], tool: 'add', answer: '.' }] }
    expect(await callOf('milk and bread', config)).to.equal('')
    expect(await callOf('add milk', config)).to.equal('add {}')
  })
  it('calls nothing that the client does not want called', async () => {
    const solver = await createSolver(intents, home)
    const asked = (toolChoice: ChatRequest['toolChoice']) =>
      settle(solver.solve({ ...chatRequest('lamp an'), ...(toolChoice ? { toolChoice } : {}) }, testContext({ tools })))
    expect((await asked('none')).events).to.deep.equal([])
    expect((await asked({ name: 'dim' })).events).to.deep.equal([])
    expect((await asked({ name: 'switch' })).events).to.have.length(2)
    expect((await asked('required')).events).to.have.length(2)
  })
})

describe('intents: what comes back becomes an answer', () => {
  const toolbox = (run: (input: unknown) => unknown): Toolbox => ({
    tools: [
      { ...spec('switch'), run },
      { ...spec('now'), run },
      { ...spec('dim'), run },
      { ...spec('move'), run },
    ],
  })
  const hearing = async (question: string, run: (input: unknown) => unknown, lang = 'en') => {
    const solver = await createSolver(intents, home)
    const persona = { name: 'Home', lang, toolbox: toolbox(run), chain: [{ id: 'intents', solver }] }
    const { text, trace } = await hear(persona, request(question))
    return { text, calls: trace.tools?.map(({ tool, outcome }) => `${tool} ${outcome}`) }
  }
  const fail = (): never => {
    throw new Error('the fuse is blown')
  }

  const rows: [question: string, run: (input: unknown) => unknown, answer: string, outcome?: string][] = [
    ['turn on the lamp', () => ({ state: 'on' }), 'lamp is on now.'],
    [
      'turn on the lamp',
      () => ({ state: 'on', others: ['tv', 'radio', 3] }),
      'lamp is on now, as are tv, radio, and 3.',
    ],
    ['turn on the lamp', () => ({ state: 'on', others: [] }), 'lamp is on now.'],
    ['turn on the lamp', () => undefined, 'Done.'],
    ['turn on the lamp', () => [], 'Done.'],
    ['turn on the Big Telly', () => ({ state: 'on' }), 'Big Telly is on now.'],
    ['turn on the light in the kitchen', () => ({ state: 'on' }), 'kitchen light is on now.'],
    ['turn on the lamp', fail, 'No lamp: the fuse is blown', 'switch failed'],
    ['dim lamp to 5%', fail, 'the fuse is blown', 'dim failed'],
    ['what is the time', () => ({ time: '10:30' }), 'It is 10:30.'],
    ['what is the time', () => ({ clock: '10:30' }), '{"clock":"10:30"}'],
    ['go 2 steps', () => 'Went.', 'Went.'],
    ['go 2 steps', () => 2.5, '2.5'],
    ['go 2 steps', () => '12.50', '12.50'],
    ['go 2 steps', () => ['a', 'b'], 'a and b'],
    ['make it 20', () => true, '20 degrees: true.'],
  ]
  for (const [question, run, answer, outcome] of rows) {
    it(`${question}: ${answer}`, async () => {
      const heard = await hearing(question, run)
      expect(heard.text).to.equal(answer)
      expect(heard.calls).to.deep.equal([outcome ?? heard.calls?.[0]?.replace('failed', 'answered')])
    })
  }
  it('writes numbers and lists as the language does', async () => {
    expect((await hearing('go 2 steps', () => 2.5, 'de')).text).to.equal('2,5')
    expect((await hearing('go 2 steps', () => ['a', 'b'], 'de')).text).to.equal('a und b')
  })

  const returned = (result: Message, question = 'turn on the lamp'): ChatRequest => ({
    question,
    messages: [
      { role: 'user', parts: [{ type: 'text', text: question }] },
      { role: 'assistant', parts: [{ type: 'call', call: { id: 'c1', name: 'switch', input: {} } }] },
      result,
    ],
  })
  const result: Message = { role: 'tool', callId: 'c1', parts: [{ type: 'text', text: '{"state":"on"}' }] }

  it('answers what the client ran itself, and says how sure it is', async () => {
    const solver = await createSolver(intents, home)
    const settled = await settle(solver.solve(returned(result), testContext()))
    expect(settled).to.include({ text: 'lamp is on now.', confidence: 1 })
    const data: Message = { role: 'tool', callId: 'c1', parts: [{ type: 'data', data: { state: 'off' } }] }
    expect((await settle(solver.solve(returned(data), testContext()))).text).to.equal('lamp is off now.')
  })
  it('is less sure of what a wildcard took', async () => {
    const solver = await createSolver(intents, home)
    const added: Message = { role: 'tool', callId: 'x', name: 'add', parts: [] }
    const settled = await settle(solver.solve(returned(added, 'add bread and butter'), testContext()))
    expect(settled).to.include({ text: 'Added bread and butter.', confidence: 0.625 })
  })
  it('takes no result of an earlier question for its own', async () => {
    const solver = await createSolver(intents, home)
    const again = returned(result)
    const messages: Message[] = [
      ...again.messages,
      { role: 'user', parts: [{ type: 'text', text: 'turn on the lamp' }] },
    ]
    const { events } = await settle(solver.solve({ ...again, messages }, testContext({ tools })))
    expect(events.map(({ type }) => type)).to.deep.equal(['tool-call', 'finish'])
  })
})

describe('intents: files and languages', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dramatis-intents-'))
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
    write('de.yaml', 'lang: de\nintents:\n  - { name: zeit, sentences: [wie spät ist es], tool: now, answer: x }\n')
    write(
      'en.json',
      '{ "lang": "en", "intents": [{ "name": "t", "sentences": ["the time"], "tool": "now", "answer": "x" }] }',
    )
    write('broken.yaml', 'intents: [\n')
    write('wrong.yaml', 'intentions: []\nintents: [{ name: a, sentences: [], tool: now, answer: x }]\n')
  })
  after(() => rmSync(folder, { recursive: true }))

  const speaks = async (question: string, lang: string) => {
    const solver = await createSolver(intents, { file: ['de.yaml', 'en.json'] }, folder)
    return (await settle(solver.solve(chatRequest(question), testContext({ tools, lang })))).events.length > 0
  }
  it('answers each language with its own sentences', async () => {
    expect(await speaks('wie spät ist es', 'de-AT')).to.equal(true)
    expect(await speaks('wie spät ist es', 'en')).to.equal(false)
    expect(await speaks('the time', 'en_US')).to.equal(true)
    expect(await speaks('the time', 'de')).to.equal(false)
    expect(await speaks('the time', 'fr')).to.equal(false)
  })

  const one = { name: 'a', sentences: ['hello there'], tool: 'now', answer: 'x' }
  const wrong: [config: object, ...problems: RegExp[]][] = [
    [{}, /there is no intent; write some/],
    [{ file: 'nowhere.yaml' }, /- nowhere\.yaml: it cannot be read: ENOENT/],
    [{ file: 'broken.yaml' }, /- broken\.yaml: it cannot be read: .* at line \d/],
    [
      { file: ['wrong.yaml', 'nowhere.yaml'] },
      /wrong\.yaml: \/intentions is not a known key; did you mean "intents"\?/,
      /wrong\.yaml: \/intents\/0\/sentences must NOT have fewer/,
      /nowhere\.yaml/,
    ],
    [
      { intents: [{ ...one, sentences: ['turn (on'] }] },
      /settings: intent "a": sentence "turn \(on": "\)" is missing for the bracket at column 6/,
    ],
    [{ intents: [{ ...one, sentences: ['turn on)'] }] }, /"\)" at column 8 closes nothing/],
    [{ intents: [{ ...one, sentences: ['a (b|c;d)'] }] }, /"\|" and ";" stand in one bracket at column 7/],
    [{ intents: [{ ...one, sentences: ['(a;b;c;d;e)'] }] }, /at most 4 may change places/],
    [{ intents: [{ ...one, sentences: ['turn {on'] }] }, /"\}" is missing/],
    [{ intents: [{ ...one, sentences: ['turn {on the}'] }] }, /"\{on the\}" is no slot/],
    [{ intents: [{ ...one, sentences: ['turn {txt}'] }] }, /there is no list "txt"; did you mean "text"\?/],
    [
      { intents: [{ ...one, sentences: ['<greting> you'] }], rules: { greeting: 'hi' } },
      /no rule "greting"; did you mean "greeting"\?/,
    ],
    [
      { intents: [{ ...one, sentences: ['<a> you'] }], rules: { a: 'x <b>', b: '[<a>]' } },
      /the rule <a> leads back to itself/,
    ],
    [{ intents: [{ ...one, sentences: ['[a] [b]'] }] }, /it can be nothing at all/],
    [{ intents: [{ ...one, sentences: ['{text:a} {text:b}'] }] }, /nothing but wildcards, and would match everything/],
    [{ intents: [{ ...one, sentences: ['say {text:result}'] }] }, /no slot can be called "result"/],
    [
      { intents: [{ ...one, sentences: ['say {text:words}'], input: { a: [{ b: '{word}' }] } }] },
      /"input" has \{word\}, which no sentence has; did you mean \{words\}\?/,
    ],
    [{ intents: [{ ...one, answer: ['x', '{error}'] }] }, /"answer" has \{error\}, which no sentence has/],
    [{ intents: [one], lists: { a: { values: ['x', '(y'] } } }, /list "a": its value "\(y" cannot be used/],
    [{ intents: [one], lists: { a: { values: ['[x]'] } } }, /list "a": its value 1 can be nothing at all/],
    [{ intents: [one], lists: { a: { values: ['x {text}'] } } }, /a value of a list cannot have a slot \{text\}/],
    [{ intents: [one], lists: { a: { range: { from: 5, to: 1 } } } }, /from 5 to 1, which holds no number/],
    [{ intents: [{ ...one, sentences: [`x${'[a]'.repeat(12)}`] }] }, /more than 500 ways to write/],
    [
      {
        intents: [{ ...one, sentences: ['<r9>'] }],
        rules: Object.fromEntries(
          Array.from({ length: 9 }, (_, n) => [`r${n + 1}`, `(<r${n}> <r${n}> <r${n}> <r${n}>)`]).concat([['r0', 'x']]),
        ),
      },
      /too many parts/,
    ],
    [{ intents: [{ ...one, sentences: [`${'('.repeat(60)}x${')'.repeat(60)}`] }] }, /brackets go deeper than 50/],
  ]
  for (const [config, ...problems] of wrong) {
    it(`refuses ${JSON.stringify(config).slice(0, 90)}`, async () => {
      const failed = await createSolver(intents, config, folder).then(
        () => 'it was created',
        (error: Error) => error.message,
      )
      for (const problem of problems) expect(failed).to.match(problem)
    })
  }
})
