import assert from 'node:assert/strict'
import { ask, type Server } from './server.ts'

/**
 * Servers are comparable when they send the same: the names of the headers, and the body but for ids and times.
 * @throws AssertionError that shows the difference; `servers/chat.ts` is where it is made good.
 */
export async function requireSameAnswers(servers: Readonly<Record<string, Server>>, body: string): Promise<void> {
  const answers = await Promise.all(Object.values(servers).map(({ url }) => ask(url, body)))
  const [first, ...others] = answers.map(({ headers, text }) => [...headers, withoutIdsAndTimes(text)].join('\n'))
  for (const other of others) assert.equal(other, first)
}

function withoutIdsAndTimes(text: string): string {
  return text.replace(/"chatcmpl-[\w-]+"/g, '"chatcmpl"').replace(/"created":\d+/g, '"created":0')
}
