import { chunk, done, chatWire as wire } from '../../plugins/openai/test/wires.ts'
import type { Said } from '../support/fault-server.ts'
import { whole } from '../support/faults.ts'

/** The bytes of a server that speaks chat completions, and what it says with them. */
export { wire }
export const spoken = 'One two three'
export const refusal = 'I cannot.'
export const wordlessRefusal = [...wire.opening, chunk({}, 'content_filter'), done]

/** An answer as it should be. */
export const answer: Said = { headers: { 'content-type': wire.type }, frames: whole(wire) }
