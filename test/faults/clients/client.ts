import type { SurfaceDriver } from 'dramatis/testing'

/** A protocol, as far as a client speaks it that asks one question. It reads strictly: only a proper end is an end. */
export type Client = Pick<SurfaceDriver, 'request' | 'read' | 'errorMessage'> & {
  /** A failure has no status of its own, not even where nothing was sent before. */
  readonly inBand?: true
  /** The turn, and who answered, where headers do not say so. */
  about?(body: Buffer, streamed: boolean): { turn: string; solver: string } | undefined
}

/** The data of a stream's server-sent events; it must be made of nothing else. @throws Error where it is not */
export function framesOf(stream: Buffer): string[] {
  const frames = stream.toString().split('\n\n')
  if (frames.pop() !== '') throw new Error('the stream does not end with a blank line')
  return frames.map((frame) => {
    const [, data] = /^(?:(?:id|event): ?[\w.-]+\n)*data: ?(.+)$/.exec(frame) ?? []
    if (data === undefined) throw new Error(`not an event: ${frame}`)
    return data
  })
}

/** The lines of a stream, read as JSON. @throws Error where the last one does not end */
// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes, which the clients look into
export function linesOf(stream: Buffer): any[] {
  const lines = stream.toString().split('\n')
  if (lines.pop() !== '') throw new Error('the last line does not end')
  return lines.map((line) => JSON.parse(line))
}

/** Fields for an error, where there is one. */
export function errorOf(message: string | undefined): { error?: string } {
  return message === undefined ? {} : { error: message }
}
