import type { ChatRequest, Context, SolverEvent } from 'dramatis'
import { bodyOf } from 'dramatis/upstream'
import { readAnswer } from './answer.ts'
import { call } from './call.ts'
import type { Model } from './model.ts'
import { encodeRequest } from './request.ts'

/** Asks by `streamGenerateContent`, chunk by chunk. */
export async function* chat(
  model: Model,
  request: ChatRequest,
  { signal }: Context,
): AsyncGenerator<SolverEvent, void, undefined> {
  const response = await call(model, 'streamGenerateContent?alt=sse', encodeRequest(model, request), signal)
  if (response.body) yield* readAnswer(bodyOf(response))
}
