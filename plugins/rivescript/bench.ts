/** Prints how fast brains of several sizes load and answer: `npx tsx --conditions=dramatis-source bench.ts`. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { RiveScript } from './src/index.ts'

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

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

for (const size of [50, 2000, 100_000]) {
  const document = brainOf(size)
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const started = performance.now()
  const engine = new RiveScript()
  engine.stream(document, 'bench.rive')
  engine.sort()
  const loaded = performance.now() - started
  collectGarbage()
  const memory = process.memoryUsage().heapUsed - before

  const questions = questionsFor(size)
  let replies = 0
  const replying = performance.now()
  while (performance.now() - replying < 2000) {
    for (const question of questions) engine.reply('somebody', question)
    replies += questions.length
  }
  const perReply = (performance.now() - replying) / replies
  console.log(
    `${String(size).padStart(7)} triggers: loaded in ${loaded.toFixed(0)} ms, ${(memory / 2 ** 20).toFixed(0)} MB, ` +
      `${Math.round(1000 / perReply)} replies/s, ${(perReply * 1000).toFixed(1)} us a reply`,
  )
}
