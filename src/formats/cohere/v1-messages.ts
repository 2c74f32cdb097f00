import type { Message, Part } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import { documentsMessage } from './documents.ts'
import { V1Calls } from './v1-calls.ts'
import type { V1ChatBody, V1HistoryItem, V1Results } from './v1-wire.ts'

/**
 * The conversation of a request: instructions, documents, history, the message, and results of tools where there are.
 * @throws RuntimeError `invalid-request` that names the field.
 */
export function decodeV1Messages(body: V1ChatBody): readonly Message[] {
  const calls = new V1Calls()
  return [
    ...(body.preamble ? [say('system', body.preamble)] : []),
    ...(body.documents?.length ? [documentsMessage(body.documents.map(shown))] : []),
    ...(body.chat_history ?? []).flatMap((item, index) => decodeItem(item, index, calls)),
    ...(body.message ? [say('user', body.message)] : []),
    ...decodeResults(body.tool_results ?? [], calls),
  ]
}

function say(role: 'system' | 'user', text: string): Message {
  return { role, parts: [{ type: 'text', text }] }
}

function decodeItem(item: V1HistoryItem, index: number, calls: V1Calls): readonly Message[] {
  const text: Part[] = item.message ? [{ type: 'text', text: item.message }] : []
  switch (item.role.toUpperCase()) {
    case 'SYSTEM':
      return [{ role: 'system', parts: text }]
    case 'USER':
      return [{ role: 'user', parts: text }]
    case 'CHATBOT':
      return [
        { role: 'assistant', parts: [...text, ...(item.tool_calls ?? []).map((call) => toPart(calls.add(call)))] },
      ]
    case 'TOOL':
      return decodeResults(item.tool_results ?? [], calls)
    default: {
      const message = `"chat_history[${index}].role" must be one of "USER", "CHATBOT", "SYSTEM", "TOOL".`
      throw new RuntimeError('invalid-request', message, { pointer: `/chat_history/${index}/role`, problem: 'value' })
    }
  }
}

/** Results of calls that the history does not tell of come after a message that makes the calls. */
function decodeResults(results: V1Results, calls: V1Calls): readonly Message[] {
  const made: Part[] = []
  const messages = results.map((result): Message => {
    const { call, isNew } = calls.take(result.call)
    if (isNew) made.push(toPart(call))
    const parts = (result.outputs ?? []).map((data): Part => ({ type: 'data', data }))
    return { role: 'tool', callId: call.id, name: call.name, parts }
  })
  return made.length === 0 ? messages : [{ role: 'assistant', parts: made }, ...messages]
}

function toPart(call: ReturnType<V1Calls['add']>): Part {
  return { type: 'call', call }
}

/** What of a document is for the model: not its id, and nothing that `_excludes` names. */
function shown(document: { readonly [key: string]: unknown }): object {
  const hidden = new Set<unknown>(Array.isArray(document._excludes) ? document._excludes : [])
  hidden.add('id').add('_excludes')
  return Object.fromEntries(Object.entries(document).filter(([key]) => !hidden.has(key)))
}
