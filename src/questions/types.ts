/** What a question wants to know of its subject. */
export type QuestionKind =
  /** What does X mean? */
  | 'definition'
  | 'synonyms'
  | 'antonyms'
  /** What kinds of X are there? */
  | 'kinds'
  | 'examples'
  | 'parts'
  /** What kind of thing is X? */
  | 'broader'
  /** Is X a Y? */
  | 'isA'
  /** Who is X? */
  | 'person'
  /** Where is X? */
  | 'place'
  /** When was X? */
  | 'time'
  /** What is X? */
  | 'what'
  /** Tell me about X; or nothing but X. */
  | 'topic'

/** What of X a `time` or a `place` is asked for: `when was X born?`, `when did X end?` */
export type LifeEvent = 'birth' | 'death' | 'start' | 'end'

/** A thing as somebody named it. */
export interface Subject {
  /** As it was typed, without its article and quotation marks. */
  readonly subject: string
  /** The article that stood before it, in lower case. The article of a name (`The Hague`) stays in the subject. */
  readonly article?: string
}

interface Asked extends Subject {
  /** False where the subject is all that was said: it may be no question at all. */
  readonly explicit: boolean
  /** BCP 47 primary subtag of the language it was understood in. */
  readonly lang: string
}

/** A question, and the thing it is about. */
export type Understood = Asked &
  (
    | { readonly kind: Exclude<QuestionKind, 'isA' | 'place' | 'time'> }
    /** `event` is absent where the place or the time of the thing itself is asked for. */
    | { readonly kind: 'place' | 'time'; readonly event?: LifeEvent }
    | { readonly kind: 'isA'; readonly category: string }
  )
