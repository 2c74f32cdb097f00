import { keywords } from 'dramatis/questions'
import type { Asked } from './asked.ts'

/** A person's whole name, of which a part was said. */
const wholeName = 0.8
/** A title that needs brackets to be told from its namesakes. */
const namesake = 0.7

/** How well a title fits what was asked for, 0 to 1: 1 where it is the name itself, 0 where it is about another thing. */
export function match(asked: Asked, title: string): number {
  if (isName(asked, title)) return 1
  const bare = title.replace(/\([^()]*\)$/, '').trim()
  if (bare !== title) return isName(asked, bare) ? namesake : 0
  return asked.isPerson && holdsName(asked, title) ? wholeName : 0
}

function isName({ subject, article = '' }: Asked, title: string): boolean {
  const name = words(title).join(' ')
  return [subject, `${article} ${subject}`].some((said) => words(said).join(' ') === name)
}

/** `Einstein` in `Albert Einstein`, but not in the title of a book about him. */
function holdsName({ subject, lang }: Asked, title: string): boolean {
  const said = keywords(subject, lang).map(folded)
  const given = keywords(title, lang).map(folded)
  return said.length > 0 && given.length <= said.length * 2 && said.every((word) => given.includes(word))
}

function words(text: string): readonly string[] {
  return folded(text).match(/[\p{Letter}\p{Number}+#]+/gu) ?? []
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
}
