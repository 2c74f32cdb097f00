import { readForm } from './forms.ts'
import type { Lexeme } from './lexer.ts'
import { looksLikeSomethingElse } from './look-alikes.ts'
import type { Node } from './node.ts'
import { parse } from './parser.ts'
import { toTokens } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * The sum that a question asks for; undefined where it has words that no sum has.
 * @throws NoResult where the words and figures make no sum.
 */
export function readQuestion(text: string, vocabulary: Vocabulary): Node | undefined {
  const asked = /=\s*$/.test(text)
  const lexemes = vocabulary.lex(text.replace(/[=?\s]+$/, ''))
  if (!lexemes || lexemes.length === 0) return undefined
  if (!lexemes.every((lexeme) => lexeme.type !== 'word' || vocabulary.knows(lexeme))) return undefined
  const full = lexemes.filter((lexeme, at) => !isSkipped(lexeme, lexemes[at - 1], vocabulary))
  const bare = withoutFrame(full, vocabulary)
  const alone = !asked && bare.length === full.length
  if (looksLikeSomethingElse(/\d\S*\d/.exec(text)?.[0] ?? '', alone)) return undefined
  const sum = readForm(full, vocabulary) ?? (alone ? undefined : readForm(bare, vocabulary))
  if (sum) return sum
  const plain = parse(toTokens(bare, vocabulary))
  return isSum(plain) ? plain : undefined
}

/** An article right after figures may be the symbol of a unit: `l` in French. */
function isSkipped(lexeme: Lexeme, before: Lexeme | undefined, { skips }: Vocabulary): boolean {
  return lexeme.type === 'word' && skips(lexeme.text) && before?.type !== 'figures'
}

/** Without `what is` before the sum and `equal` behind it. */
function withoutFrame(lexemes: readonly Lexeme[], { openings, closings }: Vocabulary): readonly Lexeme[] {
  let rest = lexemes
  for (let round = 0; round < 2; round++) {
    const opening = openings.find((words) => words.every((word, at) => isWord(rest[at], word)))
    rest = rest.slice(opening?.length ?? 0)
  }
  const closing = closings.find((words) => words.every((word, at) => isWord(rest.at(at - words.length), word)))
  return closing ? rest.slice(0, rest.length - closing.length) : rest
}

function isWord(lexeme: Lexeme | undefined, text: string): boolean {
  return lexeme?.type === 'word' && lexeme.text === text
}

/** A number alone, however it is written, asks for nothing. */
function isSum(node: Node): boolean {
  switch (node.type) {
    case 'number':
    case 'quantity':
      return false
    case 'negate':
    case 'percent':
      return isSum(node.inner)
    case 'factorial':
    case 'root':
    case 'binary':
    case 'of':
    case 'share':
    case 'list':
    case 'convert':
    case 'round':
      return true
  }
}
