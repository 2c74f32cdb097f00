/** Prints what a reply costs the RiveScript engine, and what it takes to load a brain, by the number of triggers. */
import { RiveScript } from 'dramatis-solver-rivescript'

const subjects = ['weather', 'music', 'dinner', 'holiday', 'garden', 'engine', 'window', 'story']

/** One trigger in four has a wildcard, one in eight a choice, one in eight an optional; the rest is plain. */
function brainOf(triggers: number): string {
  const lines = ["! sub what's = what is", "! sub i'm = i am", '+ *', '- Tell me more.']
  for (let number = 0; number < triggers; number += 1) lines.push(`+ ${triggerOf(number)}`, `- Reply ${number}.`)
  return lines.join('\n')
}

function triggerOf(number: number): string {
  const subject = subjects[number % subjects.length]
  switch (number % 8) {
    case 0:
    case 4:
      return `what do you think of ${subject} word${number} *`
    case 1:
      return `(tell|ask) me about ${subject} word${number}`
    case 2:
      return `[please] show me ${subject} word${number}`
    default:
      return `my ${subject} is word${number}`
  }
}

function questionsFor(triggers: number): string[] {
  return Array.from({ length: 1000 }, (_, index) => {
    const number = (index * 7919) % triggers
    const subject = subjects[number % subjects.length]
    if (index % 5 === 0) return `What's this about ${subject} then, nothing that I know?`
    return `${triggerOf(number).replace('(tell|ask)', 'Ask').replace('[please] ', '').replace('*', 'these days')}?`
  })
}

const collectGarbage = (): void => (globalThis as { gc?: () => void }).gc?.() // the probe runs with --expose-gc

const figures: Record<string, number> = {}
for (const size of [50, 2000, 100_000]) {
  const document = brainOf(size)
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const started = performance.now()
  const engine = new RiveScript()
  engine.stream(document, 'bench.rive')
  engine.sort()
  figures[`loaded${size}`] = performance.now() - started
  collectGarbage()
  figures[`live${size}`] = (process.memoryUsage().heapUsed - before) / 2 ** 20

  const questions = questionsFor(size)
  let replies = 0
  const replying = performance.now()
  while (performance.now() - replying < 1000) {
    for (const question of questions) engine.reply('somebody', question)
    replies += questions.length
  }
  figures[`reply${size}`] = (performance.now() - replying) / replies
}
console.log(JSON.stringify(figures))
