import { expect } from 'chai'
import { defineTool, defineToolbox, type Tool, toolResult } from 'dramatis'
import { openToolbox } from 'dramatis/testing'
import { z } from 'zod'
import { Gate } from '../../src/toolbox/gate.ts'

const boxOf = (...tools: Tool[]) => openToolbox(defineToolbox({ create: () => ({ tools }) }))

describe('a tool with a Standard Schema', () => {
  const add = defineTool({
    name: 'add',
    description: 'Adds.',
    input: z.object({ one: z.number(), other: z.number().default(1), when: z.iso.date().optional() }),
    output: z.object({ sum: z.number() }),
    run: ({ one, other }) => ({ sum: one + other }),
  })

  it('is called with what comes out of the schema', async () => {
    const box = await boxOf(add)
    expect(await box.call('add', { one: 2 })).to.deep.equal({ sum: 3 })
  })
  it('tells it as JSON Schema', async () => {
    const box = await boxOf(add)
    const { input, output } = box.tools[0]?.spec ?? {}
    expect(input).to.deep.include({ type: 'object', required: ['one'] })
    expect(input).to.not.have.property('$schema')
    expect(input).to.have.nested.property('properties.other.default', 1)
    expect(output).to.have.nested.property('properties.sum.type', 'number')
  })
  it('tells what is wrong with an input in the words of its library', async () => {
    const box = await boxOf(add)
    const error = await box.call('add', { one: 'x' }).catch((thrown: unknown) => thrown)
    expect(error).to.have.nested.property('problems[0].pointer', '/one')
    expect(error)
      .to.have.property('message')
      .that.matches(/^The input of the tool "add" is wrong: \/one .*number/)
  })
  it('is held to its output', async () => {
    const box = await boxOf({ ...add, run: () => ({ sum: 'x' }) })
    const error = await box.call('add', { one: 1 }).catch((thrown: Error) => thrown.message)
    expect(error).to.match(/broke its own output schema: \/sum /)
  })

  const refused: Record<string, { tool: Partial<Tool>; says: RegExp }> = {
    'of no object': { tool: { input: z.string() }, says: /the input schema of "add" must describe an object/ },
    'that JSON Schema cannot say': {
      tool: { input: z.object({ at: z.date() }) },
      says: /the input schema of "add" is not valid: .*[Dd]ate/,
    },
    'that does not tell itself': {
      tool: { input: { '~standard': { version: 1, vendor: 'plain', validate: (value) => ({ value }) } } },
      says: /is made with plain and does not tell its JSON Schema/,
    },
  }
  for (const [what, { tool, says }] of Object.entries(refused)) {
    it(`${what} is refused before it is served`, async () => {
      const error = await boxOf({ ...add, ...tool }).catch((thrown: Error) => thrown.message)
      expect(error).to.match(says)
    })
  }
})

describe('a result', () => {
  const returning = (returned: unknown, more: Partial<Tool> = {}): Tool => ({
    name: 't',
    description: 'Tests.',
    input: { type: 'object' },
    run: () => returned,
    ...more,
  })
  it('of a plain value has a text and JSON', async () => {
    const box = await boxOf(returning({ a: new Date(0) }))
    const structured = { a: '1970-01-01T00:00:00.000Z' }
    expect(await box.answer('t')).to.deep.equal({
      parts: [{ type: 'text', text: JSON.stringify(structured) }],
      structured,
    })
  })
  it('of a text is the text alone', async () => {
    const box = await boxOf(returning('hello'))
    expect(await box.answer('t')).to.deep.equal({ parts: [{ type: 'text', text: 'hello' }] })
  })
  it('of parts keeps them, and its JSON is held to the schema', async () => {
    const image = { type: 'image', mediaType: 'image/png', data: Uint8Array.of(1) } as const
    const output = { type: 'object', required: ['size'] } as const
    const box = await boxOf(returning(toolResult([image], { size: 1 }), { output }))
    expect(await box.answer('t')).to.deep.equal({ parts: [image], structured: { size: 1 } })
    const bare = await boxOf(returning(toolResult([image]), { output }))
    expect(await bare.call('t').catch((error: Error) => error.message)).to.match(/broke its own output schema/)
  })
  it('that is too large keeps its small media, and names those that it loses', async () => {
    const image = (size: number) =>
      ({ type: 'image', mediaType: 'image/png', data: new Uint8Array(size), name: 'a.png' }) as const
    const box = await boxOf(
      returning(toolResult([image(1000), image(100_000_000), { type: 'text', text: 'x'.repeat(1_000_000) }])),
    )
    const { parts, shortened } = await box.answer('t')
    expect(parts[0]).to.deep.equal(image(1000))
    expect(parts[1]).to.deep.equal({
      type: 'text',
      text: '[image/png "a.png" of 100,000,000 bytes is left out: it is too large.]',
    })
    expect(parts[2]).to.have.property('text').with.length.within(200_000, 262_144)
    expect(shortened).to.be.a('string')
  })
})

describe('calls of a tool at the same time', () => {
  it('wait for each other in order, and leave when they must', async () => {
    const gate = new Gate(1)
    const { signal } = new AbortController()
    expect(gate.enter('t', 50, signal)).to.equal(undefined)
    const leaving = new AbortController()
    const order: number[] = []
    const left = gate.enter('t', 1000, leaving.signal)?.catch((error) => error.code)
    const second = gate.enter('t', 1000, signal)?.then(() => order.push(2))
    const third = gate.enter('t', 1000, signal)?.then(() => order.push(3))
    const late = gate.enter('t', 20, signal)?.catch((error) => `${error.code}: ${error.message}`)
    leaving.abort()
    expect(await left).to.equal('cancelled')
    expect(await late).to.equal('overloaded: The tool "t" is busy: 1 calls of it are running, which is the limit.')
    gate.leave()
    await second
    gate.leave()
    await third
    gate.leave()
    expect(order).to.deep.equal([2, 3])
    expect(gate.enter('t', 50, signal)).to.equal(undefined)
  })
})
