import { currentCaller } from '../core/caller.ts'
import { RuntimeError } from '../core/errors.ts'
import type { ThreadName } from './ledger.ts'

/** @throws RuntimeError `invalid-request` for what cannot be an id */
export function nameOf(conversation: string, persona: string): ThreadName {
  if (!isId(conversation)) {
    const message = "A conversation's id has 1 to 256 characters, none of which is a control character."
    throw new RuntimeError('invalid-request', message)
  }
  return { caller: currentCaller().id, conversation, persona }
}

/** Not every text can be one: databases and logs do not take them all. */
export function isId(text: string): boolean {
  return /^[^\p{Cc}\p{Cs}]{1,256}$/u.test(text)
}

export function keyOf({ caller, conversation, persona }: ThreadName): string {
  return JSON.stringify([caller, conversation, persona])
}
