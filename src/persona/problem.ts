/**
 * What is wrong with a persona file. An `error` keeps the persona from loading; a `link` costs it one solver; a
 * `warning` names a key that has no effect here.
 */
export interface PersonaProblem {
  level: 'error' | 'link' | 'warning'
  file: string
  /** A JSON pointer; '' is the file as a whole. */
  pointer: string
  message: string
}

/** One line for people: `personas/a.json: /solvers/1: there is no solver "wordnt"; did you mean "wordnet"?` */
export function describeProblem({ file, pointer, message }: PersonaProblem): string {
  return pointer === '' ? `${file}: ${message}` : `${file}: ${pointer}: ${message}`
}
