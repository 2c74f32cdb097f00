import { RuntimeError } from '../../index.ts'

/** A field of a wrong value. The message stands after the field's name. */
export function wrong(pointer: string, message: string): RuntimeError {
  return new RuntimeError('invalid-request', message, { pointer, problem: 'value' })
}

const previousMessage = '/thread/previous_message_id'

/** Clients send the whole conversation again when they hear that the server has lost its thread. */
export function threadNotFound(): RuntimeError {
  const message = 'No thread is kept here: send the whole conversation.'
  return new RuntimeError('not-found', message, { pointer: previousMessage, problem: 'value' })
}

/** What clients go by where they can heal an error themselves: `ErrorDetails` of the vendor's SDK. */
export function detailsOf({ code, pointer }: RuntimeError): { error_code: string } | undefined {
  return code === 'not-found' && pointer === previousMessage ? { error_code: 'thread_not_found' } : undefined
}
