import { readForm } from './forms.ts'
import type { Lexeme } from './lexer.ts'
import { looksLikeSomethingElse } from './look-alikes.ts'
import type { Node } from './node.ts'
import { parse } from './parser.ts'
import { compare, one } from './rational.ts'
import { toTokens } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * The sum that a question asks for; undefined where it has words that no sum has.
 * @throws NoResult where the words and figures make no sum.
 */
export function readQuestion(written: string, vocabulary: Vocabulary): Node | undefined {
  const text = inPlainFigures(written)
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
  const isTalk = alone && !/\d/.test(text) && isTurnOfPhrase(plain)
  return isSum(plain) && !isTalk ? plain : undefined
}

/** `half an hour` and `twice a week` ask for nothing where they stand alone. */
function isTurnOfPhrase(node: Node): boolean {
  const whole =
    node.type === 'of' ? node.whole : node.type === 'binary' && node.operator === '*' ? node.right : undefined
  return whole?.type === 'quantity' && whole.parts.every(({ amount }) => compare(amount, one) === 0)
}

/** Where the digits of other scripts begin: Arabic, Persian, Devanagari, Bengali, Thai. */
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50]

/** Figures and signs as a keyboard of Japan or of Egypt types them, in the plain form. */
function inPlainFigures(text: string): string {
  if (!/[\u0660-\uff5e]/.test(text)) return text
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u066b\u066c]/g, (separator) => (separator === '\u066b' ? '.' : ','))
    .replace(/\p{Nd}/gu, (digit) => {
      const code = digit.charCodeAt(0)
      const zero = zeros.find((first) => code >= first && code < first + 10)
      return zero === undefined ? digit : String(code - zero)
    })
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
