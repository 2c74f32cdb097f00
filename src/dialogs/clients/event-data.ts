const field = 'data: '

/** What server-sent events carry; each of ours has it on one line. */
export function eventData(stream: string): readonly string[] {
  return stream.split('\n').flatMap((line) => (line.startsWith(field) ? [line.slice(field.length)] : []))
}
