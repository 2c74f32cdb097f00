import type { Part, SolverEvent } from '../core/types.ts'

/** Adds an event to the parts of the message that it belongs to; deltas of text become one part. */
export function remember(parts: Part[], event: SolverEvent): void {
  const last = parts.at(-1)
  switch (event.type) {
    case 'text-delta':
      if (last?.type === 'text') last.text += event.text
      else parts.push({ type: 'text', text: event.text })
      return
    case 'reasoning-delta':
      // What a vendor wants back unread belongs to the thought before it, and ends it.
      if (last?.type !== 'reasoning' || last.opaque !== undefined) parts.push(thought(event))
      else Object.assign(last, thought({ ...event, text: last.text + event.text }))
      return
    case 'tool-call':
      parts.push({ type: 'call', call: event.call })
      return
    case 'part':
      parts.push(event.part)
      return
    case 'tool-input-delta':
    case 'source':
    case 'status':
    case 'finish':
  }
}

function thought({ text, opaque }: { text: string; opaque?: unknown }): Part {
  return { type: 'reasoning', text, ...(opaque === undefined ? {} : { opaque }) }
}
