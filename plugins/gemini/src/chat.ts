import type { ChatRequest, Context, SolverEvent } from 'dramatis'
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
  const { body } = await call(model, 'streamGenerateContent?alt=sse', encodeRequest(model, request), signal)
  if (body) yield* readAnswer(body as unknown as AsyncIterable<Uint8Array>) // an upstream's body is
}
