import type { TurnEvent } from '../core/types.ts'

type Events = AsyncGenerator<TurnEvent, void, undefined>
type Heard = { choice: number } & ({ item: IteratorResult<TurnEvent, void> } | { error: unknown })

/**
 * Several answers as one stream, each event marked with its answer's index, in the order in which they are spoken.
 * `stop` is called at the end of it: when one answer fails, the others are not waited for.
 */
export async function* merge(answers: readonly Events[], stop: () => void): Events {
  const heard: Heard[] = []
  let wake = (): void => {}
  const tell = (news: Heard): void => {
    heard.push(news)
    wake()
  }
  const listen = (choice: number): void => {
    answers[choice]?.next().then(
      (item) => tell({ choice, item }),
      (error: unknown) => tell({ choice, error }),
    )
  }
  try {
    for (const choice of answers.keys()) listen(choice)
    for (let open = answers.length; open > 0; ) {
      const news = heard.shift()
      if (!news) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      if ('error' in news) throw news.error
      if (news.item.done) {
        open -= 1
        continue
      }
      listen(news.choice)
      yield { ...news.item.value, choice: news.choice }
    }
  } finally {
    stop()
    await Promise.allSettled(answers.map((events) => events.return()))
  }
}
