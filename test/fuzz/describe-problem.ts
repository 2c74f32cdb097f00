import type { Problem } from './campaign.ts'
import type { FuzzedEndpoint } from './endpoint.ts'

/** A problem as people read it: what is wrong, what came back, and what was sent. */
export function describeProblem({ path }: FuzzedEndpoint, { message, body }: Problem): string {
  return [`PROBLEM at POST ${path}: ${message}`, `sent (${body.origin}): ${shown(body.bytes)}`]
    .join('\n')
    .replaceAll('\n', '\n  ')
}

/** Text as it is, and other bytes in base64; what comes again and again is told once. */
function shown(bytes: Buffer): string {
  const text = bytes.toString()
  const whole = Buffer.from(text).equals(bytes) ? text : `base64 ${bytes.toString('base64')}`
  const brief = whole.replace(
    /(.{1,20}?)\1{20,}/gs,
    (all, piece: string) => `${piece}<${all.length / piece.length} times>`,
  )
  return brief.length <= 3000 ? brief : `${brief.slice(0, 3000)}... (${whole.length} characters)`
}
