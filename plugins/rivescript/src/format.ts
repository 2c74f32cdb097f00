import { Substitutions } from './substitute.ts'

/** Longer messages are cut: nobody types more, and matching stays within bounds. In UTF-16 code units. */
export const longestMessage = 4000

/** True for what a word is made of; everything else is a border between words. */
export function isWordCode(code: number): boolean {
  if (code < 128) {
    return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95
  }
  return wordCharacter.test(String.fromCharCode(code))
}

// Halves of surrogate pairs count as letters, which is right for every script beyond the basic plane.
const wordCharacter = /[\p{L}\p{N}\p{M}\p{Cs}]/u

/** Turns what people type into what triggers are compared with: lowercase, substituted, without punctuation. */
export class MessageFormat {
  readonly #utf8: boolean
  readonly #substitutions: Substitutions

  constructor(utf8: boolean, substitutions: ReadonlyMap<string, string>) {
    this.#utf8 = utf8
    this.#substitutions = new Substitutions(substitutions)
  }

  message(text: string): string {
    return this.#clean(this.#substituted(text), this.#utf8 ? /[\\<>.,!?;:]+/g : /[^a-z0-9\s]+/g)
  }

  /** What the bot said, for `%` lines; in UTF-8 mode it loses some more symbols than a message does. */
  botReply(text: string): string {
    return this.#clean(this.#substituted(text), this.#utf8 ? /[\\<>.,!?;:@#$%^&*()]+/g : /[^a-z0-9\s]+/g)
  }

  /** A literal text of a trigger: what a message loses, it loses too. Its outer spaces stay. */
  literal(text: string): string {
    return text
      .toLowerCase()
      .replace(this.#utf8 ? /[\\<>.,!?;:]+/g : /[^a-z0-9\s]+/g, '')
      .replace(/\s+/g, ' ')
  }

  #substituted(text: string): string {
    const lower = text.slice(0, longestMessage).toLowerCase().replaceAll('\u2019', "'")
    return this.#substitutions.apply(lower).toLowerCase()
  }

  #clean(text: string, unwanted: RegExp): string {
    return text.replace(unwanted, '').replace(/\s+/g, ' ').trim()
  }
}

/** Redirects are taken as they are, but for spaces. */
export function redirected(text: string): string {
  return text.slice(0, longestMessage).replace(/\s+/g, ' ').trim()
}

export type TextFormat = 'formal' | 'sentence' | 'uppercase' | 'lowercase'

export function formatText(kind: TextFormat, text: string): string {
  switch (kind) {
    case 'uppercase':
      return text.toUpperCase()
    case 'lowercase':
      return text.toLowerCase()
    case 'sentence':
      return capitalize(text)
    case 'formal':
      return text.split(/\s+/).map(capitalize).join(' ')
  }
}

function capitalize(text: string): string {
  const [first = ''] = text
  return first.toUpperCase() + text.slice(first.length)
}
