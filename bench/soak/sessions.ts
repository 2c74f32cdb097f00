import { randomUUID } from 'node:crypto'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Caller } from './caller.ts'
import type { Company, Step } from './clients.ts'
import { at, dataOf } from './protocols.ts'
import { persona } from './stage.ts'

/** Clients of MCP: each comes, looks at the tools, calls some, and goes. */
export function mcpClient({ tally }: Company, caller: Caller): Step {
  return async () => {
    const begun = caller.now()
    const client = new Client({ name: 'soak', version: '1.0.0' })
    const requestInit = { headers: caller.headers }
    const transport = new StreamableHTTPClientTransport(new URL(`${caller.url}/mcp/${persona}`), { requestInit })
    try {
      await client.connect(transport)
      const { tools } = await client.listTools()
      tally.check('answered', tools.some(({ name }) => name === 'chat') || 'MCP lists no chat')
      const message = randomUUID()
      const said = await client.callTool({ name: 'chat', arguments: { message, conversation: message } })
      tally.check('answered', JSON.stringify(said).includes(message) || `MCP: ${JSON.stringify(said).slice(0, 300)}`)
      await transport.terminateSession()
    } catch (error) {
      if (!caller.wasUpSince(begun)) throw caller.excuse()
      throw caller.breach('answered', `MCP: ${error instanceof Error ? error.message : error}`)
    } finally {
      await client.close()
    }
  }
}

/** Follows the events of a session of its own, leaves again and again, and goes on after the last event that it saw. */
export function follower({ tally }: Company, caller: Caller): Step {
  let session: string | undefined
  let sent: string[] = []
  let seen: string[] = []
  let last = ''
  return async () => {
    if (session === undefined || sent.length >= 30) {
      const agent = await caller.call('/api/v1/agents', { body: { persona_id: persona }, expected: [201] })
      const made = await caller.call('/api/v1/sessions', {
        body: { agent_id: at(agent.json(), 'id') },
        expected: [201],
      })
      ;[session, sent, seen, last] = [at(made.json(), 'id'), [], [], '']
    }
    const message = `event ${sent.length} ${randomUUID()}`
    await caller.call(`/api/v1/sessions/${session}/messages`, { body: { message } })
    sent.push(message)
    const begun = caller.now()
    const text = await listen(caller, `/api/v1/sessions/${session}/events`, last, message)
    for (const data of dataOf(text)) {
      const event: unknown = JSON.parse(data)
      if (at(event, 'role') === 'user') seen.push(at(event, 'content'))
      last = at(event, 'id')
    }
    // A host that closes ends the stream: what it had no time for comes with the next one.
    if (!text.includes(message) && !caller.wasUpSince(begun)) throw caller.excuse()
    // A turn that nobody was told of, since the host was ended, may be kept: then it is seen, and was not sent.
    const isWhole =
      seen.filter((one) => sent.includes(one)).join() === sent.join() && new Set(seen).size === seen.length
    tally.check('events', isWhole || `session ${session}: sent ${sent.join(', ')}; seen ${seen.join(', ')}`)
  }
}

/** What a stream tells until the answer to that message has come. */
async function listen(caller: Caller, path: string, last: string, message: string): Promise<string> {
  const begun = caller.now()
  const leaving = AbortSignal.timeout(5_000)
  const headers = last === '' ? {} : { 'last-event-id': last }
  const { body } = await caller.open(path, { headers }, leaving)
  let text = ''
  try {
    for await (const chunk of body.setEncoding('utf8')) {
      text += chunk
      if (text.slice(text.indexOf(message)).includes('"role":"assistant"') && text.endsWith('\n\n')) break
    }
  } catch (error) {
    if (!caller.wasUpSince(begun)) throw caller.excuse()
    throw caller.breach('events', `${path}: ${error instanceof Error ? error.message : error}`)
  }
  return text
}
