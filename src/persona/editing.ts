import { basename } from 'node:path'
import { RuntimeError } from '../core/errors.ts'
import { wrongId } from './places.ts'
import type { PersonaProblem } from './problem.ts'
import { mask } from './secrets.ts'

/** A client may send back what it was given, which has notes of ours. */
export function withoutNotes(given: object): Readonly<Record<string, unknown>> {
  const { problems: _, ...fields } = given as Readonly<Record<string, unknown>> // only its keys matter
  return fields
}

export function requireName(id: unknown, name: unknown): void {
  if (id === undefined && name === undefined) throw invalid([{ pointer: '/name', message: 'is required' }])
}

export function requireId(id: string): void {
  const wrong = wrongId(id)
  if (wrong !== undefined) throw invalid([{ pointer: '/id', message: wrong }])
}

export function requireUnmasked(lost: readonly string[]): void {
  if (lost.length === 0) return
  throw invalid(
    lost.map((pointer) => ({ pointer, message: `"${mask}" stands for a secret that is not there; give it` })),
  )
}

export function invalid(problems: readonly Pick<PersonaProblem, 'pointer' | 'message'>[]): RuntimeError {
  const told = problems.map(({ pointer, message }) => (pointer === '' ? message : `${pointer} ${message}`)).join('; ')
  const [first] = problems
  return new RuntimeError('invalid-persona', `The persona cannot be used: ${told}.`, {
    problems: problems.map(({ pointer, message }) => ({ pointer, message })),
    ...(first ? { pointer: first.pointer } : {}),
  })
}

export function notWritten(file: string, error: unknown): RuntimeError {
  const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  const message = `"${basename(file)}" cannot be written${reason}; everything is as it was.`
  return new RuntimeError('state-failed', message, { cause: error })
}
