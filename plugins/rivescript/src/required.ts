import { isWordCode } from './format.ts'
import type { Node, Sequence } from './pattern.ts'

/** Longer lists of words are no help in finding a trigger, and cost memory. */
const mostWords = 300

/** The words of a message, each once: runs of word characters, the same that `requiredWords` speaks of. */
export function wordsOf(text: string): Set<string> {
  const words = new Set<string>()
  for (const { word } of runsOf(text)) words.add(word)
  return words
}

/**
 * What a message must have for a pattern to match it: of each list at least one word. A list comes from a literal
 * (one word) or from a choice (one word for each of its branches).
 */
export function requiredWords(sequence: Sequence, bordersLeft = true, bordersRight = true): string[][] {
  const lists: string[][] = []
  for (const [index, node] of sequence.entries()) {
    const left = index === 0 ? bordersLeft : bordersAtEnd(sequence[index - 1])
    const right = index === sequence.length - 1 ? bordersRight : bordersAtStart(sequence[index + 1])
    if (node.type === 'text') {
      for (const { word, start, end } of runsOf(node.text)) {
        if ((start > 0 || left) && (end < node.text.length || right)) lists.push([word])
      }
    } else if (node.type === 'group') {
      const words = wordsOfChoices(node.choices, left, right)
      if (words) lists.push(words)
    }
  }
  return lists
}

function wordsOfChoices(choices: readonly Sequence[], left: boolean, right: boolean): string[] | undefined {
  const words = new Set<string>()
  if (choices.length > mostWords) return undefined
  for (const choice of choices) {
    const [first, ...others] = requiredWords(choice, left, right)
    if (!first) return undefined
    const shortest = others.reduce((best, list) => (list.length < best.length ? list : best), first)
    for (const word of shortest) words.add(word)
    if (words.size > mostWords) return undefined
  }
  return [...words]
}

/** True where a word that follows the node is sure to begin there. */
function bordersAtEnd(node: Node | undefined): boolean {
  if (node?.type === 'optional') return true
  return node?.type === 'text' && !isWordCode(node.text.charCodeAt(node.text.length - 1))
}

function bordersAtStart(node: Node | undefined): boolean {
  if (node?.type === 'optional') return true
  return node?.type === 'text' && !isWordCode(node.text.charCodeAt(0))
}

function* runsOf(text: string): Generator<{ word: string; start: number; end: number }> {
  let start = -1
  for (let index = 0; index <= text.length; index += 1) {
    const inside = index < text.length && isWordCode(text.charCodeAt(index))
    if (inside && start < 0) start = index
    if (inside || start < 0) continue
    yield { word: text.slice(start, index), start, end: index }
    start = -1
  }
}
