import { compare, type LoadSamples, shareOf, withServers } from '../comparison.ts'
import { atLeast, type Finding, type Row } from '../finding.ts'
import { at, dramatis, fixture, type Server, send } from '../server.ts'
import { base, type Call, endpoints } from './endpoints.ts'
import { introduction } from './requests.ts'

export const surfaces: Row = {
  name: 'surfaces',
  title: 'Every endpoint that chats, 50 connections: answers of one rule, and streams of 20 chunks',
  run: (effort) =>
    withServers({ host: dramatis(fixture('rule'), fixture('twenty')) }, introduction, async ({ host }) => {
      const present: Call[] = []
      for (const call of endpoints) if (await isServed(host, call)) present.push(call)
      const subjects = Object.fromEntries(present.map((call) => [call.name, at(host, call.path)]))
      const bodies = new Map(present.map(({ name, body }) => [name, body]))
      const seen = await compare(subjects, effort, 50, (name) => [bodies.get(name) ?? ''])
      return endpoints.flatMap((call) => findings(call, seen))
    }),
}

function findings(call: Call, seen: Readonly<Record<string, LoadSamples>>): readonly Finding[] {
  const ours = seen[call.name]
  if (!ours) return [{ measure: call.name, unit: '/s', targets: [{ text: 'absent', met: false }] }]
  const openai = base.find(({ stream }) => stream === call.stream)?.name ?? ''
  const theirs = openai === call.name ? undefined : seen[openai]
  const targets = theirs ? [atLeast(shareOf(ours, theirs), call.share, `of ${openai}`)] : []
  return [
    { measure: call.name, unit: '/s', dramatis: ours.perSecond, targets },
    { measure: `${call.name}: processor time`, unit: 'µs', dramatis: ours.processor },
  ]
}

/** @throws Error where it is served, but does not say what the fixture says. */
async function isServed(host: Server, { name, path, body, stream }: Call): Promise<boolean> {
  const { status, text } = await send(at(host, path).url, body)
  if (status === 404) return false
  if (status !== 200) throw new Error(`${name} answered ${status}: ${text.slice(0, 500)}`)
  const said = stream ? 'word 19 ' : 'Nice to meet you, Ada.'
  if (`${text}${decodedBytes(text)}`.includes(said)) return true
  throw new Error(`${name} did not say "${said}": ${text.slice(0, 500)}`)
}

/** What the chunks of a binary stream hold, where they are JSON with bytes in base64. */
function decodedBytes(text: string): string {
  return [...text.matchAll(/"bytes":"([\w+/=]+)"/g)].map(([, bytes = '']) => Buffer.from(bytes, 'base64')).join('')
}
