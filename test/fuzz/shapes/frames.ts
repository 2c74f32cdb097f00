/** One server-sent event. */
export interface ServerSentEvent {
  event: string | undefined
  data: string
}

/** The events of a stream that is made of nothing else. @throws Error where it does not end with a blank line */
export function eventsOf(body: Buffer): ServerSentEvent[] {
  const frames = body.toString().split('\n\n')
  if (frames.pop() !== '') throw new Error('The stream does not end with a blank line.')
  return frames.map((frame) => {
    const match = /^(?:event: ?(?<event>[^\n]+)\n)?data: ?(?<data>[^\n]*)$/.exec(frame.replaceAll('\r', ''))
    if (!match?.groups) throw new Error(`This is no server-sent event: ${frame.slice(0, 300)}`)
    return { event: match.groups['event'], data: match.groups['data'] ?? '' }
  })
}

/** The lines of a stream of JSON. @throws Error where the last one does not end */
export function linesOf(body: Buffer): unknown[] {
  const lines = body.toString().split('\n')
  if (lines.pop() !== '') throw new Error('The last line does not end.')
  return lines.map((line) => JSON.parse(line))
}

/** Checks the content type of a stream. @throws Error where it is another one */
export function requireType(headers: Readonly<Record<string, unknown>>, type: string): void {
  const given = String(headers['content-type'])
  if (given.split(';')[0] !== type) throw new Error(`The content type is ${given}, not ${type}.`)
}
