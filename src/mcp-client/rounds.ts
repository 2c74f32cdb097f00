import { setTimeout as pause } from 'node:timers/promises'
import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequests,
  isInputRequiredResult,
  LOG_LEVEL_META_KEY,
} from '@modelcontextprotocol/client'
import type { ToolContext } from '../core/toolbox.ts'
import { type Answer, answer, toQuestion } from './questions.ts'

/** A server may ask so often in one call. */
const maxRounds = 100

/** What a request of 2026-07-28 carries beside its own parameters. */
export interface Extra {
  readonly _meta?: Readonly<Record<string, unknown>>
  readonly inputResponses?: Readonly<Record<string, Answer>>
  readonly requestState?: string
}

/**
 * A call as of 2026-07-28, where a server that asks gives an answer that says so, and is called again with what it
 * wanted to know. What it has said so far is kept with the caller, so that nothing waits anywhere.
 */
export async function converse<T>(context: ToolContext, send: (extra: Extra) => Promise<T>): Promise<T> {
  const _meta = { [CLIENT_CAPABILITIES_META_KEY]: capabilitiesOf(context), [LOG_LEVEL_META_KEY]: 'info' }
  let extra: Extra = { _meta }
  for (let round = 1; round <= maxRounds; round++) {
    let complete: { value: T } | undefined
    const asked = await context.once(`round${round}`, async () => {
      const result = await send(extra)
      if (isInputRequiredResult(result)) return { requests: result.inputRequests ?? {}, state: result.requestState }
      complete = { value: result }
      return undefined
    })
    if (complete) return complete.value
    const { requests, state } = asked ?? { requests: {}, state: undefined }
    if (Object.keys(requests).length === 0)
      await pause(Math.min(1_000, 50 * round), undefined, { signal: context.signal })
    const inputResponses = await answerAll(requests, round, context)
    extra = { _meta, inputResponses, ...(state === undefined ? {} : { requestState: state }) }
  }
  throw new Error(`The server asked ${maxRounds} times and gave no answer.`)
}

/** What this caller can do for the server, whatever others can. */
function capabilitiesOf({ supports }: ToolContext): object {
  return {
    ...(supports('ask') ? { elicitation: { form: {} } } : {}),
    ...(supports('sample') ? { sampling: {} } : {}),
    ...(supports('roots') ? { roots: {} } : {}),
  }
}

/** All of them are put before the run ends, so that the caller is asked everything at once. */
async function answerAll(
  requests: InputRequests,
  round: number,
  context: ToolContext,
): Promise<Record<string, Answer>> {
  const each = Object.entries(requests).map(async ([key, request]): Promise<[string, Answer]> => {
    const own = round === 1 ? key : `${key}-${round}` // a server may use a key again to ask something else
    return [key, await answer(toQuestion(request), own, context)]
  })
  const settled = await Promise.allSettled(each)
  return Object.fromEntries(
    settled.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    }),
  )
}
