/** `a2a-streams.js URL STREAMS BODY`: opens streams of the fixture `paced` over A2A, and prints what came of them. */
import { Agent, request } from 'node:http'

/** What is printed, as JSON. Times are milliseconds. */
export interface A2aHeard {
  /** Streams that came to the end of their task. */
  complete: number
  /** Words that were heard in all of them. */
  words: number
  /** Words and events that did not follow the one before them. */
  outOfOrder: number
  /** From the first request to the first event of the last stream. */
  opening: number
}

const [url, streams, body] = process.argv.slice(2)
if (!url || !streams || !body) throw new Error('URL STREAMS BODY, please.')

/** Requests whose first event is still to come: more would meet a full backlog. */
const atOnce = 256
const count = Number(streams)
const agent = new Agent({ maxSockets: count })
const started = performance.now()
const heard: A2aHeard = { complete: 0, words: 0, outOfOrder: 0, opening: 0 }

let [opened, begun] = [0, 0]
await new Promise<void>((resolve, reject) => {
  let ended = 0
  const begin = (): void => {
    begun++
    if (begun === count) heard.opening = performance.now() - started
    if (opened < count) open()
  }
  const end = (): void => {
    ended++
    if (ended === count) resolve()
  }
  const open = (): void => {
    opened++
    listen(body.replaceAll('MESSAGE', `${process.pid}-${opened}`), begin).then(end, reject)
  }
  for (let index = 0; index < Math.min(atOnce, count); index++) open()
})
console.log(JSON.stringify(heard))

/** Listens to one stream to its end; `begin` is called at its first event. */
function listen(body: string, begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'a2a-version': '1.0' }
    const sending = request(url ?? '', { method: 'POST', agent, headers })
    sending.once('error', reject)
    sending.once('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}.`))
      let [rest, text, last, completed] = ['', '', 0, false]
      response.on('data', (chunk: Buffer) => {
        const frames = (rest + chunk.toString('latin1')).split('\n\n') // the fixture says ASCII only
        rest = frames.pop() ?? ''
        for (const frame of frames) {
          const id = /^id: ?(\d+)$/m.exec(frame)?.[1]
          const data = /^data: ?(.*)$/m.exec(frame)?.[1]
          if (data === undefined) continue
          if (last === 0) begin()
          if (id !== undefined && Number(id) !== last + 1) heard.outOfOrder++
          last = id === undefined ? last + 1 : Number(id)
          const { artifactUpdate, statusUpdate } = JSON.parse(data).result
          for (const part of artifactUpdate?.artifact.parts ?? []) text += part.text
          if (statusUpdate?.status.state === 'TASK_STATE_COMPLETED') completed = true
        }
      })
      response.once('close', () => {
        const words = text.trim().split(' ')
        heard.words += words.length
        heard.outOfOrder += words.filter((word, index) => Number.parseInt(word, 10) !== index).length
        if (completed) heard.complete++
        resolve()
      })
    })
    sending.end(body)
  })
}
