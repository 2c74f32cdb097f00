import type { Message } from '../../index.ts'

/** Documents that an answer may draw on. They are instructions, not a part of the question. */
export function documentsMessage(documents: readonly unknown[]): Message {
  return { role: 'system', parts: [{ type: 'data', data: { documents } }] }
}
