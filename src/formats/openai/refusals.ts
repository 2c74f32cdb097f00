import { RuntimeError } from '../../index.ts'
import type { ChatBody, CompletionBody } from './wire.ts'

/** What the API has and no persona can do, each with the reason. A request that asks for it is refused, not cut down. */

/** @throws RuntimeError `invalid-request` */
export function refuseChat(body: ChatBody): void {
  refuseTokens(body)
  if (body.modalities?.includes('audio')) refuse('modalities', 'Audio answers cannot be had.')
  if (body.functions?.length) refuse('functions', 'The older "functions" are not spoken here; send "tools".')
}

/** @throws RuntimeError `invalid-request` */
export function refuseCompletion(body: CompletionBody): void {
  refuseTokens(body)
  if (body.suffix) refuse('suffix', 'A text cannot be completed in the middle.')
  if ((body.best_of ?? 1) > (body.n ?? 1)) refuse('best_of', 'Answers are not ranked: send "n" alone.')
}

function refuseTokens({ logprobs, logit_bias }: ChatBody | CompletionBody): void {
  const reason = 'not every answer comes from a model'
  if (logprobs) refuse('logprobs', `Log probabilities cannot be had: ${reason}.`)
  if (Object.keys(logit_bias ?? {}).length > 0) refuse('logit_bias', `Tokens cannot be weighed: ${reason}.`)
}

function refuse(field: string, message: string): never {
  throw new RuntimeError('invalid-request', message, { pointer: `/${field}`, problem: 'value' })
}
