/** `streams.js FORMAT URL SOURCE STREAMS BODY`: opens streams of the fixture `paced`, and prints what came of them. */
import { Agent, request } from 'node:http'
import { type Format, textReader } from './stream-text.ts'

/** What is printed, as JSON. Times are milliseconds. */
export interface Heard {
  /** Streams that came to a proper end. */
  complete: number
  events: number
  /** Events that did not follow the one before them. */
  outOfOrder: number
  /** From the first request to the first word of the last stream. */
  opening: number
  /** From when an event was said until it was read. */
  delayP50: number
  delayP99: number
}

const [format, url, source, streams, body] = process.argv.slice(2)
if (!format || !url || !source || !streams || !body) throw new Error('FORMAT URL SOURCE STREAMS BODY, please.')

/** Requests whose first word is still to come: more would meet a full backlog. */
const atOnce = 256
const count = Number(streams)
const agent = new Agent({ maxSockets: count, localAddress: source })
const started = performance.now()
const delays: number[] = []
const heard: Heard = { complete: 0, events: 0, outOfOrder: 0, opening: 0, delayP50: 0, delayP99: 0 }

let opened = 0
let begun = 0
const ended: Promise<void>[] = []
await new Promise<void>((resolve) => {
  const open = (): void => {
    if (opened === count) return
    opened++
    ended.push(listen(begin))
  }
  const begin = (): void => {
    begun++
    if (begun === count) resolve()
    else open()
  }
  for (let index = 0; index < Math.min(atOnce, count); index++) open()
})
heard.opening = performance.now() - started
await Promise.all(ended)
delays.sort((one, other) => one - other)
heard.delayP50 = delays[delays.length >> 1] ?? 0
heard.delayP99 = delays[Math.floor(delays.length * 0.99)] ?? 0
console.log(JSON.stringify(heard))

/** Listens to one stream to its end; `begin` is called at its first word, or where there is none. */
function listen(begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(url ?? '', { method: 'POST', agent, headers: { 'content-type': 'application/json' } })
    sending.once('error', reject)
    sending.once('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}.`))
      const reader = textReader(format as Format) // a wrong one throws there
      let next = 0
      let rest = ''
      response.on('data', (chunk: Buffer) => {
        const words = (rest + reader.take(chunk)).split(' ')
        rest = words.pop() ?? ''
        for (const word of words) {
          const [number, saidAt] = word.split(':').map(Number)
          if (number !== next) heard.outOfOrder++
          next = (number ?? 0) + 1
          if (number === 0) begin()
          else delays.push(Date.now() - (saidAt ?? 0))
          heard.events++
        }
      })
      response.once('close', () => {
        if (reader.ended && rest === '') heard.complete++
        resolve()
      })
    })
    sending.end(body)
  })
}
