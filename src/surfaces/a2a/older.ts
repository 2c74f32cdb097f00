import { randomUUID } from 'node:crypto'

/** What clients of 0.3, and of what came before it, leave out of a message or call by another name. */
export function completeOlderParams(params: unknown): unknown {
  if (!isRecord(params) || !isRecord(params.message)) return params
  return { ...params, message: completeOlderMessage(params.message) }
}

export function completeOlderMessage(message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { messageId, kind = 'message', role = 'user', parts } = message
  return {
    ...message,
    messageId: messageId === undefined || messageId === null || messageId === '' ? randomUUID() : messageId,
    kind,
    role,
    ...(Array.isArray(parts) ? { parts: parts.map(completePart) } : {}),
  }
}

/** A part said `type` once, where 0.3 says `kind`; what it holds tells, where it says neither. */
function completePart(part: unknown): unknown {
  if (!isRecord(part) || typeof part.kind === 'string') return part
  const { type, ...rest } = part
  const kind = typeof type === 'string' ? type : (['text', 'file', 'data'] as const).find((key) => key in part)
  return kind === undefined ? part : { ...rest, kind }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
