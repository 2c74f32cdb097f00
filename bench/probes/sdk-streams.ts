/**
 * `sdk-streams.js URL CONNECTIONS WARM SECONDS BODY`: reads streams by the unmodified `openai` SDK, so many at once,
 * and prints what one takes. URL ends where the SDK puts `/chat/completions`; the first WARM seconds do not count.
 */
import OpenAI from 'openai'

/** What is printed, as JSON. */
export interface Read {
  perSecond: number
  /** Microseconds that the process computed for one stream. */
  processor: number
}

const [url, connections, warm, seconds, body] = process.argv.slice(2)
if (!url || !body) throw new Error('URL CONNECTIONS WARM SECONDS BODY, please.')
const client = new OpenAI({ apiKey: 'none', baseURL: url, maxRetries: 0 })
const params = JSON.parse(body) as OpenAI.ChatCompletionCreateParamsStreaming // the bench sends nothing else

await read(Number(warm))
const before = process.cpuUsage()
const started = performance.now()
const streams = await read(Number(seconds))
const took = performance.now() - started
const { user, system } = process.cpuUsage(before)
const result: Read = { perSecond: (streams * 1000) / took, processor: (user + system) / streams }
console.log(JSON.stringify(result))
process.exit() // the SDK's connections would keep it for some seconds

/** How many streams came to their end in that time. */
async function read(seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000
  let count = 0
  const reader = async (): Promise<void> => {
    while (performance.now() < until) {
      let text = ''
      for await (const { choices } of await client.chat.completions.create(params)) {
        text += choices[0]?.delta.content ?? ''
      }
      if (!text.endsWith('word 19 ')) throw new Error(`A stream ended with "${text.slice(-20)}".`)
      count++
    }
  }
  await Promise.all(Array.from({ length: Number(connections) }, reader))
  return count
}
