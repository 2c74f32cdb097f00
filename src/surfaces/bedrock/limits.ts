import type { Limits } from '../../index.ts'

type Given = { readonly [K in keyof Limits]?: Limits[K] | null | undefined }

/** The limits that a body names; every family of models has its own words for them. */
export function limitsOf(given: Given): Limits {
  // what is left is of its type
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value != null)) as Limits
}
