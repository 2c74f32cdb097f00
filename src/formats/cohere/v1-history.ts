import type { V1Call, V1ChatBody, V1HistoryItem, V1Results } from './v1-wire.ts'

/**
 * Everything that a client said before the answer. The answer comes with the history that goes on from there, for the
 * client to send with its next message.
 */
export function historyOf({ chat_history, message, tool_results }: V1ChatBody): readonly object[] {
  return [
    ...(chat_history ?? []).map(encodeItem),
    ...(message ? [{ role: 'USER', message }] : []),
    ...(tool_results?.length ? [{ role: 'TOOL', tool_results: tool_results.map(encodeResult) }] : []),
  ]
}

/** Of what a client may leave out, the vendor's own answers have everything. */
function encodeItem({ role: given, message, tool_calls, tool_results }: V1HistoryItem): object {
  const role = given.toUpperCase()
  if (role === 'TOOL') return { role, tool_results: (tool_results ?? []).map(encodeResult) }
  return { role, message: message ?? '', ...(tool_calls?.length ? { tool_calls: tool_calls.map(encodeCall) } : {}) }
}

function encodeResult({ call, outputs }: V1Results[number]): object {
  return { call: encodeCall(call), outputs: outputs ?? [] }
}

function encodeCall({ name, parameters }: V1Call): object {
  return { name, parameters: parameters ?? {} }
}
