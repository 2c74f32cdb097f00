import type { TraceReason } from '../../src/core/trace.ts'
import { type Fault, type FaultName, faults, type Outcome } from '../support/faults.ts'
import { everybody } from './clients/index.ts'
import { type Heard, hear } from './hear.ts'
import { type Cast, type FaultHost, startFaultHost } from './host.ts'
import { wire } from './wire.ts'

/** One fault, one client, and whether the client wants a stream. */
export interface Case {
  fault: FaultName
  client: string
  stream: boolean
}

/** What came of it: `next`, `model`, `refusal`, `error` or a status. `wrong` says why that is not as it should be. */
export interface Cell extends Case {
  heard: string
  wrong?: string
}

/** Every fault that is chosen at every client that is chosen, whole and streamed. */
export function casesOf(faultNames: readonly FaultName[], clientNames: readonly string[]): Case[] {
  return faultNames.flatMap((fault) =>
    clientNames.flatMap((client) => [false, true].map((stream) => ({ fault, client, stream }))),
  )
}

/** Plays the cases, a few at a time. Each has a persona and an upstream of its own: none learns from another. */
export async function play(cases: readonly Case[], together = 16): Promise<Cell[]> {
  const host = await startFaultHost(Object.fromEntries(cases.map(({ fault }, index) => [`p${index}`, castOf(fault)])))
  const cells: Cell[] = []
  const waiting = [...cases.entries()]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, given] = next
      cells[index] = { ...given, ...(await judged(host, given, `p${index}`)) }
    }
  }
  try {
    await Promise.all(Array.from({ length: together }, worker))
  } finally {
    await host.close()
  }
  return cells
}

/** Only what falls silent is waited for: a busy machine must not make the others look as if they were. */
function castOf(name: FaultName): Cast {
  const fault: Fault = faults[name]
  const limit = fault.outcome === 'silent' ? '700ms' : '20s'
  return {
    said: () => fault.said(wire),
    address: fault.address,
    openai: { timeout: limit, idleTimeout: limit },
  }
}

async function judged(host: FaultHost, { fault: name, client, stream }: Case, persona: string) {
  const protocol = everybody[client]
  if (!protocol) throw new Error(`There is no client "${client}".`)
  const fault: Fault = faults[name]
  try {
    const heard = await hear(host.url, protocol, persona, stream)
    const wrong =
      (await misplayed(host, fault, heard, persona)) ?? unexpected(fault, heard, stream || protocol.inBand === true)
    const short = heard.what === 'status' ? String(heard.status) : heard.what
    return wrong === undefined ? { heard: short } : { heard: short, wrong }
  } catch (error) {
    return { heard: 'wrong', wrong: error instanceof Error ? error.message : String(error) }
  }
}

/** Whether the fault was one at all: the trace has its reason, and a server that can be reached was asked once. */
async function misplayed(host: FaultHost, fault: Fault, { turn }: Heard, persona: string) {
  const step = (await host.trace(turn)).steps.findLast(({ solver }) => solver === 'openai')
  const reason = reasonOf(fault)
  if (!step || step.reason !== reason) return `the trace says ${step?.reason}, not ${reason}`
  const asked = host.calls(persona).length
  return asked === (fault.address ? 0 : 1) ? undefined : `the upstream was asked ${asked} times`
}

function reasonOf({ outcome, strikes }: Fault): TraceReason | undefined {
  const reasons: Record<Outcome, TraceReason | undefined> = {
    declined: 'said-nothing',
    refused: undefined,
    answered: undefined,
    silent: strikes === 'early' ? 'no-first-word' : 'went-silent',
    timeout: 'timeout',
    quota: 'quota',
    'rate-limit': 'rate-limit',
    unauthorized: 'unauthorized',
    'bad-request': 'bad-request',
    'server-error': 'server-error',
  }
  return strikes === 'late' && outcome === 'server-error' ? 'cut-off' : reasons[outcome]
}

function unexpected({ outcome, strikes }: Fault, { what }: Heard, inBand: boolean): string | undefined {
  const expected = expectedOf(outcome, strikes, inBand)
  return what === expected ? undefined : `the client heard ${what}, not ${expected}`
}

/** A late fault ends a whole answer before a byte of it was sent, so that it has an honest status, where there are any. */
function expectedOf(outcome: Outcome, strikes: Fault['strikes'], inBand: boolean): Heard['what'] {
  if (outcome === 'answered') return 'model'
  if (outcome === 'refused') return 'refusal'
  if (strikes === 'early') return 'next'
  return inBand ? 'error' : 'status'
}
