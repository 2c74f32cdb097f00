import { folded } from 'dramatis/questions'

/** The end of a clause, as a token. */
export const stop = '.'

/** Folded words and signs of a text, with `stop` for all punctuation that ends a clause. */
export function tokens(text: string): string[] {
  const found = folded(text.replace(/[‘’ʼ]/g, "'")).match(token) ?? []
  return found.map((word) => (/^[.,;:!?…–—\n]/.test(word) ? stop : word))
}

const token = /[\p{Letter}\p{Number}]+(?:'\p{Letter}+)*|[.,;:!?…–—\n]+|\p{Extended_Pictographic}/gu
