import { expect } from 'chai'

/** What a promise is rejected with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  )
}
