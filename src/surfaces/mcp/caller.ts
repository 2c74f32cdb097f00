import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { Log, Memory, ToolAbility, ToolSession } from '../../index.ts'
import { readAnswers } from './asking.ts'

/** What lasts longer than one call: a session, a process on stdio, or nothing but the call. */
export interface Connection {
  readonly log: Log
  readonly memory: Memory
}

type Level = 'debug' | 'info' | 'warning' | 'error'

const levels: Readonly<Record<keyof Log, Level>> = { debug: 'debug', info: 'info', warn: 'warning', error: 'error' }

/** The side of the client, for one call of a tool. `declared` are the capabilities of its session. */
export function toToolSession(
  { mcpReq }: ServerContext,
  { log, memory }: Connection,
  declared: ClientCapabilities | undefined,
): ToolSession {
  const token = mcpReq._meta?.progressToken
  const answers = readAnswers(mcpReq.inputResponses)
  const lost = (error: unknown): void => log.debug({ err: error }, 'A notification did not reach an MCP client.')
  return {
    signal: mcpReq.signal,
    log,
    memory,
    caller: 'mcp',
    abilities: abilitiesOf(capabilitiesOf(mcpReq) ?? declared),
    state: mcpReq.requestState<string>(),
    ...(answers ? { answers } : {}),
    onLog(level, message, details) {
      const data = Object.keys(details).length === 0 ? message : { message, ...details }
      mcpReq.log(levels[level], data).catch(lost)
    },
    progress(progress, total, message) {
      if (token === undefined) return
      const known = { ...(total === undefined ? {} : { total }), ...(message === undefined ? {} : { message }) }
      const params = { progressToken: token, progress, ...known }
      return mcpReq.notify({ method: 'notifications/progress', params }).catch(lost)
    },
  }
}

/** What a request itself declares, as every one does from 2026-07-28 on. */
function capabilitiesOf({ envelope }: ServerContext['mcpReq']): ClientCapabilities | undefined {
  const fields: { [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities } | undefined = envelope // it has been checked
  return fields?.[CLIENT_CAPABILITIES_META_KEY]
}

/** Whether a client is served without a session, as from 2026-07-28 on. The names of revisions sort as they follow. */
export function isModern(server: Server): boolean {
  return (server.getNegotiatedProtocolVersion() ?? '') >= '2026-07-28'
}

/** A client that declares elicitation without saying more can show a form. */
function abilitiesOf({ elicitation, sampling, roots }: ClientCapabilities = {}): readonly ToolAbility[] {
  const abilities: ToolAbility[] = []
  if (elicitation && (elicitation.form || !elicitation.url)) abilities.push('ask')
  if (sampling) abilities.push('sample')
  if (roots) abilities.push('roots')
  return abilities
}
