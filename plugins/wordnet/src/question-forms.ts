/** What a form asks for: a kind of question, or how a definition is asked for. */
export type Asks =
  | 'explicit'
  | 'meaning'
  | 'plain'
  | 'person'
  | 'synonyms'
  | 'antonyms'
  | 'broader'
  | 'kinds'
  | 'examples'
  | 'parts'
  | 'membership'

const is = "(?:is|are|was|were|'s|'re|s)"
const whatIs = `(?:what ?${is} )?`
const some = '(?:(?:the|an?|some|any|a few|all|different|several|other|more) )*'
const exact = '(?:(?:dictionary|exact|precise|literal|formal) )?'
const wordFor = '(?:word|term|name|expression|way (?:to say|of saying))s?'
const sort = '(?:kind|type|sort|variet(?:y|ie))s?'

const patterns: readonly (readonly [Asks, string])[] = [
  ['meaning', `${whatIs}${some}${exact}meanings? of (?<x>.+)`],
  ['explicit', `${whatIs}${some}${exact}(?:definition|meaning)s?(?: of| for|:) ?(?<x>.+)`],
  ['explicit', 'what (?:does|do|did) (?<x>.+) mean'],
  ['explicit', `what ?${is} meant by (?<x>.+)`],
  ['explicit', 'what (?<x>.+) means?'],
  ['explicit', '(?:how (?:do|would|can) (?:you|i|we|one) )?define:? (?<x>.+)'],
  ['explicit', 'look up:? (?<x>.+)'],
  ['synonyms', `${whatIs}${some}synonyms? (?:of|for|to) (?<x>.+)`],
  ['synonyms', `${whatIs}(?:another|other|a different|a better|different) ${wordFor}(?: for| of)? (?<x>.+)`],
  ['synonyms', '(?:what|which) words? (?:means?|(?:is|are) similar to)(?: the same(?: thing)? as)? (?<x>.+)'],
  ['antonyms', `${whatIs}${some}(?:antonym|opposite)s? (?:of|for|to) (?<x>.+)`],
  ['broader', `what ${sort} of (?:a )?(?:thing|object|concept)s? (?:is|are|was|were) (?<x>.+)`],
  ['broader', `what (?:is|are) (?<x>.+) (?:a|an example of a) ${sort} of`],
  ['examples', `${whatIs}${some}(?:example|instance)s? of (?<x>.+)`],
  ['examples', '(?:name|list) (?:some|a few|several) (?:examples of )?(?<x>.+)'],
  ['kinds', `${whatIs}${some}${sort} of (?<x>.+?)(?: (?:are|do) there| exist)?`],
  ['kinds', `(?:what|which) ${sort} of (?<x>.+?) (?:are there|exist|do you know)`],
  ['parts', `${whatIs}${some}(?:part|component|constituent)s of (?<x>.+)`],
  ['parts', 'what (?:parts|components) (?:does|do) (?<x>.+) (?:have|consist of)'],
  ['membership', `(?:is|was) (?<x>.+?) an? (?:${sort} of (?:an? )?)?(?<y>.+)`],
  ['membership', `are (?<x>.+?) an? (?!${sort} of )(?<y>.+)`],
  ['membership', `are (?<x>.+?) (?:a )?${sort} of (?<y>.+)`],
  ['membership', 'are (?<x>.+) (?<y>[^ ]+)'],
  ['person', `who ?${is} (?<x>.+)`],
  ['plain', `what ?(?:exactly )?${is}(?: exactly)? (?<x>.+)`],
  ['plain', 'what (?<x>(?:an?|the) .+) (?:is|are|was|were)'],
  ['person', 'who (?<x>.+) (?:is|was)'],
  ['explicit', '(?<x>.+) (?:definition|meaning)'],
  ['synonyms', '(?<x>.+) synonyms?'],
  ['antonyms', '(?<x>.+) antonyms?'],
]

/** The forms of English questions, in the order in which they are tried; `x` is the subject, `y` the category. */
export const forms = patterns.map(([asks, pattern]) => ({ asks, pattern: new RegExp(`^${pattern}$`, 'i') }))

/** Greetings and polite words in front of a question. */
export const openings: readonly RegExp[] = [
  /^(?:hey|hi|hello|hiya|yo|ok|okay|so|well|um+|uh+|hmm+|please|and|but|now|then|alright|excuse me|sorry|thanks)[ ,.!:;-]+/i,
  /^(?:can|could|would|will) (?:you|u|somebody|anyone) (?:please |kindly |possibly )?/i,
  /^(?:tell|give|show|teach|remind) (?:me|us)(?: again)?,? /i,
  /^explain (?:to (?:me|us) )?(?=what |who |the (?:meaning|definition|word|term) )/i,
  /^do you (?:happen to )?know /i,
  /^(?:may|can|could) i (?:ask|know)(?: you)?,? /i,
  /^i(?: would|'d) (?:like|love) to know /i,
  /^i (?:want|need|wish) to know /i,
  /^i (?:wonder|was wondering|am wondering|am curious),? /i,
  /^i'm (?:wondering|curious),? /i,
]

/** The same behind it. */
export const closing =
  /(?:,? (?:please|in english|in the dictionary|in a dictionary|for me)|, ?(?:thanks|thank you|exactly|then))$/i
