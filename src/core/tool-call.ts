import type { InputAnswer } from './toolset.ts'

/** A call whose answers to a tool's questions stand beside the input. */
export interface CallBody {
  readonly input: unknown
  readonly answers: Readonly<Record<string, InputAnswer>>
  readonly state: string | undefined
}

/** An input with `_inputs`, answers by their key where `null` declines, and `_state`. */
export function readCall(body: unknown): CallBody {
  if (typeof body !== 'object' || body === null || !('_inputs' in body || '_state' in body)) {
    return { input: body, answers: {}, state: undefined }
  }
  const { _inputs = {}, _state, ...input } = body as { _inputs?: unknown; _state?: unknown } // looked at below
  const given = typeof _inputs === 'object' && _inputs !== null ? Object.entries(_inputs) : []
  const answers = given.map(([key, value]): [string, InputAnswer] => [
    key,
    value === null ? { accepted: false } : { accepted: true, value },
  ])
  return { input, answers: Object.fromEntries(answers), state: typeof _state === 'string' ? _state : undefined }
}
