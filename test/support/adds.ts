import type { Script } from 'dramatis/testing'

/** Lets the client add with its tool `add`, whose input comes in pieces, and says what came of it. */
export function adds({
  pieces = ['{"a":', '1}'],
  ...rest
}: {
  pieces?: readonly string[]
  opaque?: unknown
} = {}): Script {
  const [id, name] = ['call_1', 'add']
  return async function* ({ messages }) {
    const results = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
    if (results.length > 0) return yield `The sum is ${results.map((part) => 'text' in part && part.text)}.`
    for (const text of pieces) yield { type: 'tool-input-delta', id, name, text }
    yield { type: 'tool-call', call: { id, name, input: JSON.parse(pieces.join('')), ...rest } }
  }
}
