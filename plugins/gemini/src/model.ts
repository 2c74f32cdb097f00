import type { Limits } from 'dramatis'
import type { SafetySetting } from './wire.ts'

/** A model, and how it is asked. */
export interface Model {
  /** Its resource, such as `models/gemini-flash-latest`. */
  resource: string
  /** For what a client does not say. */
  limits: Limits
  effort: string | undefined
  budget: number | undefined
  searches: boolean
  safety: readonly SafetySetting[]
}

/** Until the third generation models had a budget of thoughts and no levels, and did without signatures. */
export function isOlder({ resource }: Model): boolean {
  return /\bgemini-[12]\b/.test(resource)
}

/** `gemini-flash-latest` is short for `models/gemini-flash-latest`. */
export function resourceOf(name: string): string {
  const path = /^(?:models|tunedModels|publishers|projects)\//.test(name) ? name : `models/${name}`
  return path.split('/').map(encodeURIComponent).join('/')
}
