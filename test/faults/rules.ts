import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Said } from '../support/fault-server.ts'
import { faults, whole } from '../support/faults.ts'
import { startRawServer } from '../support/raw-server.ts'
import { eventually } from '../support/stage.ts'
import { clients } from './clients/index.ts'
import { chat } from './clients/openai.ts'
import { hear, receive } from './hear.ts'
import { type Cast, type FaultHost, startFaultHost } from './host.ts'
import { answer, wire, wordlessRefusal } from './wire.ts'

/** A promise of the chain, shown by a host with a language model that fails. */
export interface Rule {
  rule: string
  /** Gives what was measured. @throws AssertionError where the promise is not kept */
  run(): Promise<string>
}

const stalled: Said = faults['stalled before the first word'].said(wire)
const broken: Said = faults['500'].said(wire)
const body = whole(wire).join('')
const inOnePiece = `HTTP/1.1 200 OK\r\ncontent-type: ${wire.type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
const busy = (seconds: number): Said => ({
  ...faults['429'].said(wire),
  headers: { 'content-type': 'application/json', 'retry-after': String(seconds) },
})

export const rules: readonly Rule[] = [
  {
    rule: 'A server that sends `Retry-After` is left alone until then.',
    run: () =>
      withHost({ bot: { said: scripted(busy(1), answer) } }, async (host) => {
        assert.equal(await heard(host), 'next')
        assert.equal(await heard(host), 'next')
        assert.equal(host.calls('bot').length, 1)
        await sleep(1010)
        assert.equal(await heard(host), 'model')
        return '1 call within the second, an answer after it'
      }),
  },
  {
    rule: '`retries` wait as long as `Retry-After` says.',
    run: async () => {
      const times: number[] = []
      const said = timed(times, scripted(busy(1), answer))
      return await withHost({ bot: { said, openai: { retries: 1, retryDelay: 1 } } }, async (host) => {
        assert.equal(await heard(host), 'model')
        const pause = (times[1] ?? 0) - (times[0] ?? 0)
        assert.ok(pause >= 995 && pause < 2000, `the pause was ${pause} ms`)
        return `asked again after ${round(pause)}`
      })
    },
  },
  {
    rule: 'They do not wait where `Retry-After` is beyond `timeout`: the next solver is asked at once.',
    run: () =>
      withHost({ bot: { said: () => busy(60), openai: { retries: 3, timeout: '5s' } } }, async (host) => {
        const took = await duration(async () => assert.equal(await heard(host), 'next'))
        assert.ok(took < 1000, `it took ${took} ms`)
        assert.equal(host.calls('bot').length, 1)
        return `the next solver after ${round(took)}`
      }),
  },
  {
    rule: 'Where nobody else answers, every client is told when to ask again.',
    run: () => {
      const names = Object.keys(clients)
      const alone: Cast = { said: () => busy(7), rest: { solvers: ['openai'], faq: undefined } }
      const cast = Object.fromEntries(names.map((_, index) => [`p${index}`, alone]))
      return withHost(cast, async (host) => {
        for (const [index, client] of Object.values(clients).entries()) {
          const answered = await hear(host.url, client, `p${index}`, index % 2 === 0)
          assert.equal(answered.what === 'status' ? answered.retryAfter : undefined, '7', names[index])
        }
        return `\`retry-after: 7\` at ${names.length} of ${names.length}`
      })
    },
  },
  {
    rule: 'After `failures` in a row the breaker opens, for every persona that uses that server with that key.',
    run: () => {
      const openai = { breaker: { failures: 3, coolDown: '600ms' } }
      const said = scripted(broken, broken, broken, answer)
      const twin: Cast = { said, openai, shares: 'bot' }
      const stranger: Cast = { ...twin, openai: { ...openai, apiKey: 'another' } }
      return withHost({ bot: { said, openai }, twin, stranger }, async (host) => {
        for (let time = 0; time < 5; time++) assert.equal(await heard(host, time % 2 ? 'twin' : 'bot'), 'next')
        assert.equal(host.calls('bot').length, 3)
        assert.equal(await heard(host, 'stranger'), 'model')
        assert.equal(await heard(host), 'next')
        await sleep(650)
        assert.equal(await heard(host), 'model')
        assert.equal(await heard(host, 'twin'), 'model')
        return '3 calls for 5 questions to two personas, and one for a third; an answer after the cool-down'
      })
    },
  },
  {
    rule: 'Where a server closes a connection just when it is asked again, the question is sent by another one.',
    run: async () => {
      const server = await startRawServer(({ nth, socket }) => {
        if (nth > 1) socket.destroy()
        else socket.write(inOnePiece)
      })
      try {
        return await withHost({ bot: { said: () => ({}), address: () => server.url } }, async (host) => {
          for (let time = 0; time < 5; time++) {
            assert.equal(await heard(host), 'model')
            await sleep(10)
          }
          return `${server.calls} calls by ${server.connections} connections for 5 answers`
        })
      } finally {
        await server.close()
      }
    },
  },
  {
    rule: 'Answers that break off count for the breaker too.',
    run: () => {
      const cut = faults['cut after the first word'].said(wire)
      const openai = { breaker: { failures: 2, coolDown: '20s' } }
      return withHost({ bot: { said: () => cut, openai } }, async (host) => {
        const all = []
        for (let time = 0; time < 4; time++) all.push(await heard(host))
        assert.deepEqual(all, ['error', 'error', 'next', 'next'])
        return '2 answers ended with an error; then the next solver'
      })
    },
  },
  {
    rule: '`hedge` asks the next solver too; the first word wins, and the loser is cut off.',
    run: () =>
      withHost({ bot: { said: () => stalled, openai: { hedge: '150ms' } } }, async (host) => {
        const startedAt = performance.now()
        assert.equal(await heard(host), 'next')
        const took = performance.now() - startedAt
        assert.ok(took >= 145 && took < 1000, `it took ${took} ms`)
        const [call] = host.calls('bot')
        await eventually('the loser is cut off', () => call?.left !== undefined)
        const cut = (call?.left ?? Number.NaN) - startedAt
        assert.ok(cut < took + 100, `it was cut off after ${cut} ms, and the answer came after ${took}`)
        return `the next solver after ${round(took)}, and the loser's connection closed after ${round(cut)}`
      }),
  },
  {
    rule: 'All tries share the `timeout` of their link.',
    run: () => {
      const openai = { retries: 9, retryDelay: 100, timeout: '500ms', breaker: { failures: 99 } }
      return withHost({ bot: { said: () => ({ ...broken, pause: 120 }), openai } }, async (host) => {
        const took = await duration(async () => assert.equal(await heard(host), 'next'))
        assert.ok(took < 1200, `it took ${took} ms`)
        assert.ok(host.calls('bot').length > 1)
        return `the next solver after ${round(took)}, not after 10 tries`
      })
    },
  },
  {
    rule: 'All solvers share the `deadline` of their persona.',
    run: () => {
      const rest = { solvers: ['openai', 'openai', 'openai'], faq: undefined, deadline: '500ms' }
      return withHost({ bot: { said: () => stalled, openai: { timeout: '400ms' }, rest } }, async (host) => {
        const took = await duration(async () => assert.equal(await heard(host), 'status'))
        assert.ok(took >= 490 && took < 1100, `it took ${took} ms`)
        return `three silent solvers of 400 ms each: an error after ${round(took)}`
      })
    },
  },
  {
    rule: 'Clients that ask a silent server at once are answered together, and leave nothing behind.',
    run: () => {
      const openai = { timeout: '500ms', breaker: { failures: 999 } }
      return withHost({ bot: { said: () => stalled, openai } }, async (host) => {
        const took = await duration(async () => {
          const all = await Promise.all(Array.from({ length: 100 }, () => heard(host)))
          assert.deepEqual(new Set(all), new Set(['next']))
        })
        assert.ok(took < 5000, `it took ${took} ms`)
        const calls = host.calls('bot')
        assert.equal(calls.length, 100)
        await eventually('all connections are cut', () => calls.every(({ left }) => left !== undefined))
        return `100 clients: all answered after ${round(took)}, no connection left open`
      })
    },
  },
  {
    rule: 'A refusal is an answer, unless `fallthroughOn` lists it.',
    run: () => {
      const said = () => faults.refusal.said(wire)
      const wordless = () => faults.refusal.said({ ...wire, refusal: wordlessRefusal })
      const rest = { fallthroughOn: ['declined', 'refusal'] }
      const cast = { bot: { said: wordless }, lenient: { said, rest }, wordless: { said: wordless, rest } }
      return withHost(cast, async (host) => {
        const { body } = await receive(host.url, chat, 'bot', true)
        assert.equal(chat.read(body, true).finish, 'refusal')
        assert.equal(await heard(host, 'lenient'), 'next')
        assert.equal(await heard(host, 'wordless'), 'next')
        return 'refused by default; the next solver where it is listed'
      })
    },
  },
]

async function withHost(cast: Readonly<Record<string, Cast>>, use: (host: FaultHost) => Promise<string>) {
  const host = await startFaultHost(cast)
  try {
    return await use(host)
  } finally {
    await host.close()
  }
}

async function heard(host: FaultHost, persona = 'bot'): Promise<string> {
  return (await hear(host.url, chat, persona)).what
}

/** Says one after the other, and the last one for ever. */
function scripted(...said: readonly Said[]): () => Said {
  const left = [...said]
  return () => (left.length > 1 ? left.shift() : left[0]) ?? {}
}

function timed(times: number[], said: () => Said): () => Said {
  return () => {
    times.push(performance.now())
    return said()
  }
}

async function duration(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function round(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`
}
