/** Milliseconds after which a task that waits for something lets the next one begin. */
const patience = 100

/**
 * Runs tasks that have time limits one after another, so that the computing of one is not counted against the others.
 * One that merely waits holds nobody up for long: several that hang cost their time limit once.
 * @throws whatever `run` throws
 */
export async function inTurn<T, R>(items: Iterable<T>, run: (item: T) => Promise<R>): Promise<R[]> {
  const results: Promise<R>[] = []
  for (const item of items) {
    const result = run(item)
    results.push(result)
    await doneOrWaiting(result)
  }
  return await Promise.all(results)
}

function doneOrWaiting(result: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    result.then(done, done)
  })
}
