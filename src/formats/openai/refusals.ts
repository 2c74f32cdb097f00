import { refuse } from '../../http/index.ts'
import type { ChatBody, CompletionBody } from './wire.ts'

/** What the API has and no persona can do, each with the reason. A request that asks for it is refused, not cut down. */

/** @throws RuntimeError `invalid-request` */
export function refuseChat(body: ChatBody): void {
  refuseTokens(body)
  if (body.top_logprobs) refuseLogprobs('/top_logprobs')
  if (body.modalities?.includes('audio')) refuse('/modalities', 'Audio answers cannot be had.')
  const heard = body.messages.findIndex(({ audio }) => audio)
  if (heard >= 0) refuse(`/messages/${heard}/audio`, 'No such audio: an answer is never spoken here. Send its text.')
  if (body.moderation) refuse('/moderation', 'Nothing is moderated here.')
  if (body.web_search_options) refuse('/web_search_options', 'A persona does not search the web for its clients.')
}

/** @throws RuntimeError `invalid-request` */
export function refuseCompletion(body: CompletionBody): void {
  refuseTokens(body)
  if (body.suffix) refuse('/suffix', 'A text cannot be completed in the middle.')
  if ((body.best_of ?? 1) > (body.n ?? 1)) refuse('/best_of', 'Answers are not ranked: send "n" alone.')
}

function refuseTokens({ logprobs, logit_bias }: ChatBody | CompletionBody): void {
  if (logprobs != null && logprobs !== false) refuseLogprobs('/logprobs') // 0 asks for those of the words that were chosen
  if (Object.keys(logit_bias ?? {}).length > 0) refuse('/logit_bias', `Tokens cannot be weighed: ${reason}.`)
}

/** @throws RuntimeError `invalid-request` */
export function refuseLogprobs(pointer: string): never {
  refuse(pointer, `Log probabilities cannot be had: ${reason}.`)
}

const reason = 'not every answer comes from a model'
