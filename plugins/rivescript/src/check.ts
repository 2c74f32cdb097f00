import type { Brain, Trigger } from './brain.ts'
import type { Problem } from './problem.ts'

/** What can only be seen when every document is there: names that lead nowhere, triggers with nothing to say. */
export function checkBrain(brain: Brain): Problem[] {
  const problems: Problem[] = []
  for (const [name, topic] of brain.topics) {
    for (const trigger of topic.triggers) problems.push(...checkTrigger(trigger, brain))
    for (const other of [...topic.includes, ...topic.inherits]) {
      if (brain.topics.has(other)) continue
      const { file, line } = topic.triggers[0] ?? { file: `topic ${name}`, line: 1 }
      problems.push(warning(file, line, `The topic "${name}" includes or inherits "${other}", which does not exist.`))
    }
  }
  return problems
}

function checkTrigger({ pattern, previous, redirect, replies, conditions, file, line }: Trigger, brain: Brain) {
  const problems: Problem[] = []
  for (const [, name = ''] of `${pattern} ${previous ?? ''}`.matchAll(/@([\p{L}\p{N}\p{M}_]+)/gu)) {
    if (!brain.arrays.has(name))
      problems.push(warning(file, line, `There is no array "${name}", so "${pattern}" never matches it.`))
  }
  if (!redirect && replies.length === 0 && conditions.length === 0) {
    problems.push(warning(file, line, `The trigger "${pattern}" has nothing to say.`))
  }
  for (const { text } of [...replies.map(({ source }) => source), ...conditions.map(({ reply }) => reply)]) {
    for (const [tag, name, number] of text.matchAll(numberedFormat)) {
      const instead = `{${name}}<star${number}>{/${name}}`
      problems.push(warning(file, line, `There is no tag "${tag}", so it is said as it stands; write "${instead}".`))
    }
  }
  return problems
}

/** Stars have numbers, and what is made of them has none. */
const numberedFormat = /<(person|formal|sentence|uppercase|lowercase)(\d+)>/gi

function warning(file: string, line: number, message: string): Problem {
  return { severity: 'warning', file, line, message }
}
