import type { ChatRequest, Context, SolverEvent } from 'dramatis'
import { bodyOf, type Endpoint } from 'dramatis/upstream'
import { readAnswer } from './answer.ts'
import type { Model } from './model.ts'
import { encodeRequest } from './request.ts'

/** Asks by `streamGenerateContent`, chunk by chunk. Source: googleapis/googleapis, `generative_service.proto`. */
export async function* chat(
  model: Model,
  post: Endpoint,
  request: ChatRequest,
  context: Context,
): AsyncGenerator<SolverEvent, void, undefined> {
  const response = await post(encodeRequest(model, request), context)
  if (response.body) yield* readAnswer(bodyOf(response))
}
