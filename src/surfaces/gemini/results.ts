import type { OpenCalls } from '../../http/index.ts'
import type { Message, Part } from '../../index.ts'
import type { FunctionResponseBody } from './content-wire.ts'
import { decodeBlob, decodeFile } from './parts.ts'

type ToolMessage = Extract<Message, { role: 'tool' }>

/**
 * What came of a call. It belongs to the call with its id, or else to the first open one of its function.
 * @throws RuntimeError `invalid-request` that names the field.
 */
export function decodeResult(response: FunctionResponseBody, at: string, callId: string, open: OpenCalls): ToolMessage {
  const { id, name } = response
  const call = open.take(id, name)
  const { value, failed } = outcome(response.response ?? {})
  const text: Part = typeof value === 'string' ? { type: 'text', text: value } : { type: 'data', data: value }
  return {
    role: 'tool',
    callId: id || call?.id || callId,
    name,
    parts: [text, ...decodeMedia(response, at)],
    ...(failed ? { failed } : {}),
  }
}

/** The protos call what a function returns `output` and why it failed `error`; SDKs say `result` too. */
function outcome(response: { readonly [key: string]: unknown }): { value: unknown; failed: boolean } {
  const [[key, value] = [], ...more] = Object.entries(response)
  const isWrapped = more.length === 0 && (key === 'output' || key === 'result' || key === 'error')
  return { value: isWrapped ? value : response, failed: response.error != null }
}

function decodeMedia({ parts = [] }: FunctionResponseBody, at: string): readonly Part[] {
  return parts.flatMap(({ inlineData, fileData }, index) => [
    ...(inlineData ? [decodeBlob(inlineData, `${at}/parts/${index}/inlineData`)] : []),
    ...(fileData ? [decodeFile(fileData, `${at}/parts/${index}/fileData`)] : []),
  ])
}
