/** An event of a streamed response. */
export interface ResponseEvent {
  type: string
  sequence_number: number
  [field: string]: unknown
}

/** The events of a stream, in which nothing else may be, numbered without a gap. @throws Error where they are not */
export function eventsOf(stream: string): ResponseEvent[] {
  const frames = stream.split('\n\n')
  if (frames.pop() !== '') throw new Error('the stream does not end with a blank line')
  return frames.map((frame, index) => {
    const found = /^event: ([a-z_.]+)\ndata: (.+)$/.exec(frame)
    const event = JSON.parse(found?.[2] ?? 'null')
    if (event?.type !== found?.[1]) throw new Error(`not a frame: ${frame}`)
    if (event.sequence_number !== index) throw new Error(`event ${index} has the number ${event.sequence_number}`)
    return event
  })
}
