/** One thing that can be answered: a question with its answer, or a passage of a document. */
export interface Entry {
  readonly kind: 'pair' | 'passage'
  /** Wordings that ask for it, at least one; of a passage: the path of headings above it, or nothing. */
  readonly questions: readonly string[]
  readonly answer: string
  /** Where it stands, for people: `faq.csv`, `guide.md > Returns`. Absent for entries of the persona file itself. */
  readonly source?: string
}
