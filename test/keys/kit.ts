import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { currentCaller, type Log } from 'dramatis'
import { defineSurface, problemDetails, route, unlocked } from 'dramatis/http'
import { type Script, scriptedSolver, startTestHost, type TestHostOptions } from 'dramatis/testing'
import { KeyTable, type NewKey } from '../../src/keys/table.ts'
import { createStore } from '../../src/state/index.ts'

/** A host that asks for keys, and the state that it shares with the command that makes them. */
export interface Keyed {
  readonly url: string
  /** Everything that was logged, as text. */
  readonly log: readonly string[]
  /** Makes a key as the command does, in another process as it were. */
  add(key?: Partial<NewKey>): Promise<{ id: string; text: string }>
  readonly keys: KeyTable
  /** The file of the state. */
  readonly file: string
  close(): Promise<void>
}

export const operatorKey = 'the-operators-own-key'
export const awsPair = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }

/** Two personas that answer, one of them with a tool, and a toolbox of the host. */
export async function openKeyed(settings: TestHostOptions['settings'] = {}): Promise<Keyed> {
  const folder = await mkdtemp(join(tmpdir(), 'dramatis-keys-'))
  const file = join(folder, 'state.db')
  const state = `file:${file}`
  const store = createStore(state)
  const keys = await KeyTable.open(store)
  const log: string[] = []
  const write = (details: object, message: string): void =>
    void log.push(`${message} ${inspect(details, { depth: 9 })}`)
  const scripts: Readonly<Record<string, Script>> = {
    hello: () => 'Hello there.',
    'use a tool': async function* ({ messages }) {
      if (messages.at(-1)?.role === 'tool') return yield 'It is done.'
      yield { type: 'tool-call', call: { id: 'call1', name: 'echo', input: { text: 'a' } } }
      yield { type: 'finish', reason: 'tool-calls' }
    },
    'whose call is it?': async function* () {
      yield `of ${currentCaller().id};`
      await new Promise((resolve) => setImmediate(resolve))
      yield ` of ${currentCaller().id};`
    },
    endless: async function* (_request, { signal }) {
      yield 'begin'
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  }
  const solver = scriptedSolver(scripts, { uses: ['tools'] })
  const close = async (): Promise<void> => {
    await store.close()
    await rm(folder, { recursive: true })
  }
  try {
    const host = await startTestHost({
      personas: [
        { name: 'First', chain: [{ id: 'scripted', solver }] },
        { name: 'Second', chain: [{ id: 'scripted', solver }] },
        { name: 'Third', chain: [{ id: 'scripted', solver }], toolbox: echoes() },
      ],
      surfaces: { queue },
      toolboxes: { echoes: echoes() },
      settings: {
        requireKeys: true,
        apiKeys: [operatorKey],
        awsKeys: [`${awsPair.accessKeyId}:${awsPair.secretAccessKey}`],
        state,
        logLevel: 'debug',
        ...settings,
      },
      log: { debug: write, info: write, warn: write, error: write } satisfies Log,
    })
    return {
      url: host.url,
      log,
      keys,
      file,
      add: (key) => keys.add({ name: 'test', scope: { manage: false }, ...key }),
      close: async () => {
        await host.close(0)
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** A surface whose answers are read by a worker that belongs to nobody. */
const queue = defineSurface({
  create(_config, host) {
    const waiting: (() => Promise<void>)[] = []
    const worker = setInterval(() => void waiting.shift()?.(), 5)
    return {
      prefixes: ['/queue'],
      routes: [
        ...unlocked([
          route('POST', '/queue/calls', async (exchange) => {
            const { request, params, query } = exchange
            const { caller, release } = await host.keys.authenticate('queue', request.headers, query.get('from') ?? '')
            await new Promise((resolve) => setTimeout(resolve, Number(query.get('for'))))
            release()
            release()
            exchange.sendJson(200, { id: caller.id, name: caller.name, ...params })
          }),
        ]),
        route('POST', '/queue', (exchange) => {
          const question = 'whose call is it?'
          const request = { question, messages: [{ role: 'user', parts: [{ type: 'text', text: question }] }] } as const
          const { events } = host.ask(host.resolve('First'), [request], exchange)
          waiting.push(async () => {
            let text = ''
            for await (const event of events) if (event.type === 'text-delta') text += event.text
            exchange.send(200, { 'content-type': 'text/plain' }, text)
          })
        }),
      ],
      error: problemDetails,
      close: () => clearInterval(worker),
    }
  },
})

function echoes() {
  const input = { type: 'object', properties: { text: { type: 'string' }, key: { type: 'string' } } } as const
  const run = ({ text, key }: { text?: string; key?: string }): string => `${text} ${key ?? ''}`.trim()
  return {
    tools: [
      { name: 'echo', description: 'Says it again.', input, run: (given: unknown) => run(given as { text?: string }) },
      { name: 'shout', description: 'Says it loudly.', input, run: () => 'LOUD' },
    ],
    prompts: [{ name: 'greet', description: 'Greets.', render: () => 'Hello.' }],
  }
}
