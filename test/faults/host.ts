import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from 'dramatis/testing'
import { resolveSettings } from '../../src/config/settings.ts'
import type { TurnTrace } from '../../src/core/trace.ts'
import { startRuntime } from '../../src/runtime.ts'
import { type Call, type FaultServer, type Said, startFaultServer } from '../support/fault-server.ts'

export const question = 'Is anybody there?'
export const nextAnswer = 'The rules are.'

/** A persona of a language model and of rules; `openai` are the settings of the first, `rest` those of the persona. */
export interface Cast {
  /** What its language model does. */
  said(call: Call): Said
  /** Where the language model is, given the address of its server. Default: there. */
  address?: ((url: string) => string) | undefined
  /** Whose language model it shares. */
  shares?: string
  openai?: object
  rest?: object
}

export interface FaultHost {
  readonly url: string
  /** What a persona's language model was asked, oldest first. */
  calls(persona: string): readonly Call[]
  trace(turn: string): Promise<TurnTrace>
  close(): Promise<void>
}

/** A real host, with persona files, whose language models are one server that does for each persona what it should. */
export async function startFaultHost(cast: Readonly<Record<string, Cast>>): Promise<FaultHost> {
  const calls = new Map<string, Call[]>()
  const server = await startFaultServer((call) => {
    const persona = call.path.split('/')[1] ?? ''
    calls.set(persona, [...(calls.get(persona) ?? []), call])
    return cast[persona]?.said(call) ?? { status: 404 }
  })
  const folder = await mkdtemp(join(tmpdir(), 'dramatis-faults-'))
  const close = async (): Promise<void> => {
    await server.close()
    await rm(folder, { recursive: true })
  }
  try {
    await writePersonas(folder, server, cast)
    const flags = { port: 0, personas: [folder], plugins: [] }
    const host = await startRuntime(await resolveSettings({ flags, env: {} }), silentLog)
    const [problem] = host.problems.personas
    if (problem) throw new Error(`${problem.file} ${problem.pointer}: ${problem.message}`)
    return {
      url: host.url,
      calls: (persona) => calls.get(persona) ?? [],
      trace: async (turn) => (await (await fetch(`${host.url}/api/v1/turns/${turn}`)).json()) as TurnTrace,
      async close() {
        await host.close(0)
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function writePersonas(folder: string, { url }: FaultServer, cast: Readonly<Record<string, Cast>>) {
  await Promise.all(
    Object.entries(cast).map(async ([id, { address = (own: string) => own, shares = id, openai, rest }]) => {
      const persona = {
        solvers: ['openai', 'faq'],
        openai: { baseUrl: `${address(url)}/${shares}/v1`, apiKey: 'none', model: 'm', ...openai },
        faq: { entries: [{ question, answer: nextAnswer }] },
        ...rest,
      }
      await writeFile(join(folder, `${id}.json`), JSON.stringify(persona))
    }),
  )
}
