import type { LanguageTable } from '../table.ts'

const is = "(?:is|are|was|were|'s|'re|s)"
const whatIs = `(?:what ?${is} )?`
const some = '(?:(?:the|an?|some|any|a few|all|different|several|other|more) )*'
const exact = '(?:(?:dictionary|exact|precise|literal|formal) )?'
const wordFor = '(?:word|term|name|expression|way (?:to say|of saying))s?'
const sort = '(?:kind|type|sort|variet(?:y|ie))s?'
const founded =
  '(?:founded|established|built|constructed|invented|created|discovered|published|released|written|painted)'
const much = '(?:(?:something|anything|more|everything|a (?:little )?bit|a little|all|what you know) )?'

export const en: LanguageTable = {
  forms: [
    ['meaning', `${whatIs}${some}${exact}meanings? of {x}`],
    ['definition', `${whatIs}${some}${exact}(?:definition|def|meaning)s?(?: of| for|:) ?{x}`],
    ['definition', 'what (?:does|do|did) {x} mean'],
    ['definition', `what ?${is} meant by {x}`],
    ['definition', 'what (?!(?:does|do|did) means?$){x} means?'],
    ['definition', 'what means {x}'],
    ['definition', '(?:how (?:do|would|can) (?:you|i|we|one) )?define:? {x}'],
    ['definition', 'look up:? {x}'],
    ['synonyms', `${whatIs}${some}synonyms? (?:of|for|to) {x}`],
    ['synonyms', `${whatIs}(?:another|other|a different|a better|different) ${wordFor}(?: for| of)? {x}`],
    ['synonyms', '(?:what|which) words? (?:means?|(?:is|are) similar to)(?: the same(?: thing)? as)? {x}'],
    ['antonyms', `${whatIs}${some}(?:antonym|opposite)s? (?:of|for|to) {x}`],
    ['broader', `what ${sort} of (?:a )?(?:thing|object|concept)s? (?:is|are|was|were) {x}`],
    ['broader', `what (?:is|are) {x} (?:a|an example of a) ${sort} of`],
    ['examples', `${whatIs}${some}(?:example|instance)s? of {x}`],
    ['examples', '(?:name|list) (?:some|a few|several) (?:examples of )?{x}'],
    ['kinds', `${whatIs}${some}${sort} of {x?}(?: (?:are|do) there| exist)?`],
    ['kinds', `(?:what|which) ${sort} of {x?} (?:are there|exist|do you know)`],
    ['parts', `${whatIs}${some}(?:part|component|constituent)s of {x}`],
    ['parts', 'what (?:parts|components) (?:does|do) {x} (?:have|consist of)'],
    ['time', `when ?(?:is|was) {x} born`, 'birth'],
    ['time', `(?:what|when) ?${is} {x?}'s? (?:birthday|birth date|date of birth)`, 'birth'],
    ['time', `(?:what|when) ?${is} the (?:birthday|birth date|date of birth) of {x}`, 'birth'],
    ['time', 'when (?:did|has) {x} (?:die|pass away|died)', 'death'],
    ['time', 'when (?:did|does|do|will|has|have) {x} (?:begin|start|open)', 'start'],
    ['time', `when ?(?:is|was|were) {x} (?:first )?${founded}`, 'start'],
    ['time', 'when (?:did|does|do|will|has|have) {x} (?:end|finish|close|stop)', 'end'],
    ['time', 'when (?:did|does|do|will) {x} (?:happen|take place|occur)'],
    ['time', `when ?${is} {x}`],
    ['place', `where ?(?:is|was|were) {x} born`, 'birth'],
    ['place', 'where did {x} die', 'death'],
    ['place', `where(?: exactly)? ?${is} {x?}(?: located| situated| found| at)?`],
    ['place', 'where (?:does|do|can|could) (?:you |i |we |one )?(?:find )?{x?}(?: lie)?'],
    [
      'place',
      `in (?:which|what) (?:country|state|city|town|continent|ocean|part of the world) ${is} {x?}(?: located| situated)?`,
    ],
    ['isA', `(?:is|was) {x?} an? (?:${sort} of (?:an? )?)?{y}`],
    ['isA', `are {x?} an? (?!${sort} of ){y}`],
    ['isA', `are {x?} (?:a )?${sort} of {y}`],
    ['isA', 'are {x} (?<y>[^ ]+)'],
    ['person', `who ?(?:exactly )?${is}(?: exactly)? {x}`],
    ['what', `what ?(?:exactly )?${is}(?: exactly)? {x}`],
    ['what', 'what (?<x>(?:an?|the) .+) (?:is|are|was|were)'],
    ['person', 'who {x} (?:is|was)'],
    ['place', 'where {x} (?:is|are|was|were)(?: located| situated)?'],
    ['time', 'when {x} (?:is|was|were)'],
    ['definition', '{x} (?:definition|meaning)'],
    ['synonyms', '{x} synonyms?'],
    ['antonyms', '{x} antonyms?'],
    ['topic', `${much}about {x}`],
    ['topic', 'what (?:do|can) you (?:know|tell me|say) about {x}'],
    ['topic', '(?:(?:some|more|any) )?info(?:rmation)? (?:about|on) {x}'],
    ['topic', '(?:explain|describe):? (?!how |why |when |where |if |whether |what |who ){x}'],
    ['topic', '(?:google|search(?: for)?) {x}'],
  ],
  openings: [
    '(?:hey|hi|hello|hiya|yo|ok|okay|so|well|um+|uh+|hmm+|please|and|but|now|then|alright|excuse me|sorry|thanks)[ ,.!:;-]+',
    '(?:can|could|would|will) (?:you|u|somebody|anyone) (?:please |kindly |possibly )?',
    '(?:tell|give|show|teach|remind) (?:me|us)(?: again)?,? ',
    'explain (?:to (?:me|us) )?(?=what |who |the (?:meaning|definition|word|term) )',
    'do you (?:happen to )?know ',
    '(?:may|can|could) i (?:ask|know)(?: you)?,? ',
    "i(?: would|'d) (?:like|love) to know ",
    '(?:i (?:want|need|wish) to|let me) know ',
    "i(?:'m| am| was)? (?:wonder(?:ing)?|curious),? ",
  ],
  closings: [
    ',? (?:please|in english|in the dictionary|in a dictionary|for me)',
    ', ?(?:thanks|thank you|exactly|then)',
  ],
  definiteArticles: ['the'],
  otherArticles: ['an?', 'some', 'any'],
  labels: ['(?:the )?(?:concept|notion|idea) of ', '(?:the )?(?:word|term|phrase|expression),? (?=["\'`])'],
  wordLabels: ['the (?:english )?(?:word|term|phrase|expression|noun|verb|adjective|adverb):? (?:of )?'],
  pointers: `
    i me mine myself you yours yourself he him his himself she her hers herself it its itself we us ours
    they them theirs this that these those there here who whom whose what which when where why how
    my your our their something anything everything nothing someone anyone everyone somebody anybody everybody
  `,
  verbs: `
    is are am was were be been being do does did can could will would shall should may might must have has had
    i'm i've i'll i'd you're he's she's it's we're they're what's who's where's that's there's let's
    don't doesn't didn't isn't aren't wasn't can't couldn't won't wouldn't get got go want need
  `,
  particles: `
    a an the some any of in on at by to for from with without about as into onto over under between than per via
    and or but so if then not no nor too also very just only please there tell know
  `,
  chatter: `
    hello hi hey hiya howdy yo greetings welcome bye goodbye good-bye farewell cheers ciao morning evening night
    good_morning good_afternoon good_evening good_night good_day happy_birthday happy_new_year
    yes yeah yep yup no nope nay ok okay sure right fine alright all_right maybe perhaps never always sometimes
    of_course no_way not_at_all not_really why_not great good nice cool awesome amazing wow oh ah ha haha lol oops ouch
    hmm huh um well thanks thank_you please sorry pardon excuse_me congratulations well_done damn hell shit fuck
    stop go start wait quit exit cancel help continue next back again more less enough done repeat restart reset
    undo menu test testing shut_up go_on come_on go_away come_in hurry_up hold_on never_mind
    and or but so if then now later today tomorrow yesterday tonight too also very just really
    not a an the of in on at by to for from with as is are was were be am do does did can could will would may might
    must shall should have has had all any some none both each every many much other
    one two three four five six seven eight nine ten first second third last true false
  `,
  happenings: `
    up new next wrong happening good left on cooking cracking shaking going_on going_down today tomorrow yesterday
    tonight more better best worse worst right first last possible available missing
  `,
  situations: `
    time date day month year hour weather temperature forecast news headline headlines matter problem problems issue
    trouble point plan plans score result results difference deal story scoop answer answers question questions catch
    use idea situation status state price cost name address password number code rule rules reason cause purpose
    agenda schedule menu title topic subject limit distance size height speed total sum best worst latest most least
    first last next right wrong way occasion hurry rush fuss big_deal good_news bad_news meaning
    current_time local_time
  `,
  moments: 'like today tomorrow tonight yesterday now right currently outside here again',
  mysteries: 'life everything it_all existence',
}
