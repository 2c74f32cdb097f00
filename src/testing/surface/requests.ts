import assert from 'node:assert/strict'
import type { Suite } from '../suite.ts'
import type { DriverQuestion, SurfaceDriver } from './driver.ts'
import { weatherTool } from './scripts.ts'
import type { ContractStage } from './stage.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)
const pdf = Buffer.from('%PDF-1.4\n%%EOF\n')
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }

/** The request as the solver saw it, told back as JSON. */
interface Reflected {
  question: string
  messages: { role: string; parts: Record<string, unknown>[]; callId?: string }[]
  tools?: { name: string; description: string; input: object }[]
  toolChoice?: unknown
  output?: unknown
  limits?: Record<string, unknown>
}

/** What a client asks for reaches the solver in the words of the canonical model. */
export function requestsAreUnderstood({ it }: Suite, driver: SurfaceDriver, stage: () => ContractStage): void {
  const { carries } = driver
  const reflect = async (rest: Partial<DriverQuestion>): Promise<Reflected> => {
    const { text } = await stage().hear('reflect', rest)
    return JSON.parse(text)
  }
  if (carries.system) {
    it('understands instructions', async () => {
      const { messages, question } = await reflect({ system: 'Be brief.' })
      assert.deepEqual(messages[0], { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] })
      assert.equal(question, 'reflect')
    })
  }
  if (carries.image) {
    it('understands an image', async () => {
      const part = (await reflect({ image: png })).messages.at(-1)?.parts.at(-1)
      assert.deepEqual(part, { type: 'image', mediaType: 'image/png', data: { base64: png.toString('base64') } })
    })
  }
  if (carries.file) {
    it('understands a file', async () => {
      const part = (await reflect({ file: pdf })).messages.at(-1)?.parts.at(-1)
      assert.deepEqual(
        { ...part, name: undefined },
        {
          type: 'file',
          mediaType: 'application/pdf',
          data: { base64: pdf.toString('base64') },
          name: undefined,
        },
      )
    })
  }
  if (carries.sampling) {
    it('understands how the wording is to be chosen', async () => {
      const { limits } = await reflect({ temperature: 0.5, topP: 0.25, maxTokens: 4000, stop: ['###'] })
      assert.deepEqual(limits, { temperature: 0.5, topP: 0.25, maxTokens: 4000, stop: ['###'] })
    })
  }
  if (carries.tools) {
    it("understands the client's tools", async () => {
      const [tool] = (await reflect({ tools: [weatherTool] })).tools ?? []
      assert.deepEqual(tool, weatherTool)
    })
  }
  if (carries.toolChoice) {
    it('understands which tool must be called', async () => {
      const tools = [weatherTool]
      assert.equal((await reflect({ tools, toolChoice: 'required' })).toolChoice, 'required')
      const named = { name: weatherTool.name }
      assert.deepEqual((await reflect({ tools, toolChoice: named })).toolChoice, named)
    })
  }
  if (carries.toolRound) {
    it('understands what came of calls', async () => {
      const toolRound = [
        { id: 'call_1', name: 'get_weather', input: { city: 'Paris' }, result: '{"sky":"grey"}' },
        { id: 'call_2', name: 'get_weather', input: { city: 'Rome' }, result: 'It is warm.' },
      ]
      const { messages } = await reflect({ turns: ['Which is warmer?', 'reflect'], tools: [weatherTool], toolRound })
      const calls = messages.flatMap(({ role, parts }) => (role === 'assistant' ? parts : []))
      const called = calls.flatMap(({ type, call }) => (type === 'call' ? [call as { id: string }] : []))
      assert.deepEqual(
        called.map(({ id, ...rest }) => rest),
        toolRound.map(({ name, input }) => ({ name, input })),
      )
      const results = messages.filter(({ role }) => role === 'tool')
      assert.deepEqual(
        results.map(({ callId }) => callId),
        called.map(({ id }) => id),
        'results name the calls that they belong to',
      )
      assert.match(JSON.stringify(results[0]?.parts), /grey/)
      assert.match(JSON.stringify(results[1]?.parts), /It is warm\./)
      assert.equal(messages.at(-1)?.role, 'user')
    })
  }
  if (carries.schema) {
    it('understands that the client wants JSON', async () => {
      assert.deepEqual((await reflect({ schema })).output, { schema })
    })
  }
}
