import { type Tool, type Toolbox, toolResult } from 'dramatis'
import { scriptedSolver, startTestHost, type TestHostOptions } from 'dramatis/testing'
import type { Runtime } from '../../src/runtime.ts'

const object = { type: 'object' } as const
const name = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } as const

/** Every way for a tool to behave, one tool each. */
export const kit: Toolbox = {
  tools: [
    tool('search', {
      title: 'Search',
      input: {
        type: 'object',
        properties: {
          query: { type: 'string', description: 'What to look for.' },
          limit: { type: 'integer', minimum: 1, default: 10 },
          exact: { type: 'boolean', default: false },
          tags: { type: 'array', items: { type: 'string' }, default: [] },
          opts: { type: 'object', properties: { lang: { type: 'string' }, depth: { type: 'number' } } },
        },
        required: ['query'],
        additionalProperties: false,
      },
      output: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
      run: (input) => input,
    }),
    tool('tree', {
      input: {
        type: 'object',
        properties: { root: { $ref: '#/$defs/node' } },
        $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' }, size: { type: 'number' } } } },
      },
      run: (input) => input,
    }),
    tool('shape', {
      input: {
        type: 'object',
        properties: {
          at: { type: 'array', prefixItems: [{ type: 'number' }, true], items: false },
          any: true,
          properties: { type: 'object', default: { exact: true }, additionalProperties: false },
        },
      },
      output: { type: 'object', properties: { any: true } },
      run: (input) => input,
    }),
    tool('greet', { run: () => 'Hello' }),
    tool('silent', { run: () => undefined }),
    tool('picture', {
      run: () =>
        toolResult([
          { type: 'text', text: 'A dot.' },
          { type: 'image', mediaType: 'image/png', data: Uint8Array.of(1, 2, 3) },
        ]),
    }),
    tool('throws', {
      run: () => {
        throw new Error('The disk is full; delete something.\n    at secret (/home/me/file.ts:1:1)')
      },
    }),
    tool('rejects', { run: async () => Promise.reject(new Error()) }),
    tool('hangs', { run: () => new Promise(() => undefined) }),
    tool('liar', { output: { type: 'number' }, run: () => 'seven' }),
    tool('circular', {
      run: () => {
        const self: { self?: unknown } = {}
        self.self = self
        return self
      },
    }),
    tool('huge', { run: () => 'x'.repeat(100 * 1024 * 1024) }),
    tool('many', {
      output: { type: 'object', properties: { items: { type: 'array', items: { type: 'number' } } } },
      run: () => ({ title: 'All of them', items: Array.from({ length: 200_000 }, (_, index) => index) }),
    }),
    tool('order', {
      async run(_input, { ask, once }) {
        const number = await once('number', () => ++ordered.count)
        const size = (await ask('Which size?', { type: 'string', enum: ['S', 'M'] })) as string // of its schema
        const { name: who } = (await ask('For whom?', name, 'who')) as { name: string } // of its schema
        return `${number}: ${size} for ${who}`
      },
    }),
    tool('patient', {
      run: (_input, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(waited.left++))
        }),
    }),
    tool('sample', { run: (_input, { sample }) => sample({ question: 'Hi?', messages: [] }) }),
    tool('remember', {
      async run(_input, { memory }) {
        const times = Number((await memory.get('times')) ?? 0) + 1
        await memory.set('times', times)
        return times
      },
    }),
  ],
}

/** How often `order` has taken a number. */
export const ordered = { count: 0 }

/** How many callers of `patient` have left. */
export const waited = { left: 0 }

function tool(called: string, given: Partial<Tool> & Pick<Tool, 'run'>): Tool {
  return { name: called, description: `Does what "${called}" says.`, input: object, ...given }
}

/** A host that serves the kit. */
export async function openKit(options: Partial<TestHostOptions> = {}): Promise<Runtime> {
  return await startTestHost({
    personas: [{ name: 'Nobody', chain: [{ id: 'first', solver: scriptedSolver({}) }] }],
    toolboxes: { kit },
    ...options,
  })
}
