import type { HttpCall } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'

/** @throws RuntimeError `invalid-request`: what the API has and no persona can do is refused, not cut down. */
export function refuse(pointer: string, message: string): never {
  throw new RuntimeError('invalid-request', message, { pointer, problem: 'value' })
}

/** A guardrail that is asked for and not applied would be a danger. Bodies of `invoke` have it in a header. */
export function refuseGuardrail(identifier: string | null | undefined): void {
  if (identifier) {
    const message = 'The guardrail identifier or version provided in the request does not exist.'
    throw new RuntimeError('invalid-request', message)
  }
}

export function guardrailOf(call: HttpCall): string | undefined {
  return call.header('x-amzn-bedrock-guardrailidentifier')
}
