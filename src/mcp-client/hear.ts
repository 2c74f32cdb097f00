import type { Client } from '@modelcontextprotocol/client'
import type { ToolboxChange } from '../core/toolbox.ts'
import type { Log } from '../core/types.ts'
import type { Calls } from './calls.ts'

const levels = { debug: 'debug', info: 'info', notice: 'info', warning: 'warn' } as const

/** Listens to what a server says and asks by itself: it goes to whoever calls it now. */
export function hear(
  client: Client,
  { calls, log }: { calls: Calls; log: Log },
  changed: (what: ToolboxChange) => void,
): void {
  client.setRequestHandler('elicitation/create', async ({ method, params }) => {
    const answer = await calls.ask({ method, params })
    return 'action' in answer ? answer : { action: 'cancel' as const }
  })
  client.setRequestHandler('sampling/createMessage', async ({ method, params }) => {
    const answer = await calls.ask({ method, params })
    if ('content' in answer && 'role' in answer) return answer
    throw new Error('The caller gave no text.')
  })
  client.setRequestHandler('roots/list', async ({ method }) => {
    const answer = await calls.ask({ method })
    return 'roots' in answer ? answer : { roots: [] }
  })
  client.setNotificationHandler('notifications/message', ({ params: { level, data } }) => {
    const known = Object.hasOwn(levels, level) ? levels[level as keyof typeof levels] : 'error'
    const hears = calls.listener?.log ?? log
    if (typeof data === 'string') hears[known]({}, data.slice(0, 4_000))
    else hears[known]({ data }, 'An MCP server logs.')
  })
  client.setNotificationHandler('notifications/tools/list_changed', () => changed('tools'))
  client.setNotificationHandler('notifications/resources/list_changed', () => changed('resources'))
  client.setNotificationHandler('notifications/prompts/list_changed', () => changed('prompts'))
  client.setNotificationHandler('notifications/resources/updated', ({ params: { uri } }) => changed({ uri }))
}
