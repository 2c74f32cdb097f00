import { setTimeout as sleep } from 'node:timers/promises'
import type { Said } from '../support/fault-server.ts'
import { eventually } from '../support/stage.ts'
import type { Client } from './clients/client.ts'
import { clients } from './clients/index.ts'
import { callOf } from './hear.ts'
import { type FaultHost, startFaultHost } from './host.ts'
import { wire } from './wire.ts'

interface Situation {
  stream: boolean
  said: Said
}

const headers = { 'content-type': wire.type }
const silent: Said = { headers, frames: wire.opening, ending: 'silent' }
const begun: Said = { ...silent, frames: [...wire.opening, ...wire.words] }
const flowing: Said = { headers, frames: [...wire.opening, ...Array(1000).fill(wire.words).flat()], pause: 5 }

/** Milliseconds in which an upstream must see that nobody listens any more. */
export const cutWithin = 100

/** When a client may leave. */
export const situations = {
  'waits for a whole answer': { stream: false, said: silent },
  'waits for a whole answer that has begun': { stream: false, said: begun },
  'waits for the first word': { stream: true, said: silent },
  'waits for the next word': { stream: true, said: begun },
  'hears word after word': { stream: true, said: flowing },
} as const satisfies Record<string, Situation>

export type SituationName = keyof typeof situations

/** Milliseconds from a client's leaving until the language model's server saw its connection close. */
export interface Left {
  client: string
  situation: SituationName
  milliseconds: number
}

/** Leaves in every situation that is chosen, one after the other. @throws Error where a connection stays open */
export async function leave(clientNames: readonly string[], names: readonly SituationName[]): Promise<Left[]> {
  const cases = clientNames.flatMap((client) => names.map((situation) => ({ client, situation })))
  const cast = cases.map(({ situation }, index) => [`p${index}`, { said: () => situations[situation].said }] as const)
  const host = await startFaultHost(Object.fromEntries(cast))
  const left: Left[] = []
  try {
    for (const [index, { client: name, situation }] of cases.entries()) {
      const client = clients[name]
      if (!client) throw new Error(`There is no client "${name}".`)
      left.push({ client: name, situation, milliseconds: await leaveOnce(host, client, `p${index}`, situation) })
    }
  } finally {
    await host.close()
  }
  return left
}

async function leaveOnce(host: FaultHost, client: Client, persona: string, situation: SituationName): Promise<number> {
  const { stream, said } = situations[situation]
  const controller = new AbortController()
  const asking = callOf(client, persona, stream, controller.signal)(host.url)
  asking.catch(() => undefined) // it is left
  await eventually('the upstream is asked', () => host.calls(persona).length === 1)
  if (stream && said !== silent) await (await asking).body?.getReader().read()
  await sleep(20) // the words that are on their way arrive
  const [call] = host.calls(persona)
  if (!call || call.left !== undefined) throw new Error('the upstream was left too early')
  const leftAt = performance.now()
  controller.abort()
  await eventually(`the upstream's connection is cut when a client ${situation}`, () => call.left !== undefined)
  return (call.left ?? Number.NaN) - leftAt
}
