/**
 * How a language says yes and no. Phrases are separated by commas, in any case, with or without accents; a full stop
 * at the end of one stands for the end of its clause.
 */
export interface LanguageTable {
  readonly yes: string
  readonly no: string
  readonly unsure: string
  /** Phrases that hold a word of the lists above and yet say neither. */
  readonly neutral: string
  /** Words that turn the next yes or no of their clause into its opposite. */
  readonly negators: string
  /** Words that begin a clause, as a comma does. */
  readonly breaks: string
  /** Questions for a verdict on `{x}`, as patterns; `{q}` is the same, but only in quotation marks. */
  readonly asks: readonly string[]
  /** Questions for a verdict on what was said before. */
  readonly asksBefore: readonly string[]
  readonly replies: { readonly yes: string; readonly no: string; readonly unsure: string }
}
