import type { LanguageTable } from '../table.ts'

const is = '(?:is|zijn|was|waren)'
const whatIs = `(?:(?:wat|welke|hoe) (?:is|zijn|luidt) )?`
const the = '(?:(?:de|het|een|enkele|wat|alle|andere|verschillende|meer|exacte|precieze) )*'
const of = '(?:van|voor)'
const sort = '(?:soorten|soort|typen?|types|vormen|vorm)'
const when = '(?:wanneer|in welk jaar|op welke dag)'
const founded = '(?:gesticht|opgericht|gebouwd|uitgevonden|ontdekt|gepubliceerd|geschreven|geschilderd|geopend)'

export const nl: LanguageTable = {
  forms: [
    ['meaning', `${whatIs}${the}(?:zin|betekenis) van (?<x>het leven|alles|het bestaan)`],
    ['definition', `${whatIs}${the}(?:definitie|betekenis)(?: ${of}|:) ?{x}`],
    ['definition', 'wat (?:betekent|betekenen) {x}'],
    ['definition', 'wat {x} (?:betekent|betekenen)'],
    ['definition', 'wat (?:wordt bedoeld met|verstaat men onder|versta je onder) {x}'],
    ['definition', 'wat wordt er (?:bedoeld met|verstaan onder) {x}'],
    ['definition', '(?:hoe (?:definieer je|zou je)|definieer):? {x?}(?: definiëren)?'],
    ['synonyms', `${whatIs}${the}synoniem(?:en)? ${of} {x}`],
    ['synonyms', `${whatIs}(?:een )?ander(?:e)? (?:woord|woorden|term|termen|naam|uitdrukking) ${of} {x}`],
    ['antonyms', `${whatIs}${the}(?:tegenovergestelde|tegendeel|antoniem|antoniemen|tegengestelde) ${of} {x}`],
    ['broader', `wat voor (?:een )?(?:soort )?(?:ding|dier|voorwerp|wezen) ${is} {x}`],
    ['examples', `${whatIs}${the}voorbeeld(?:en)? ${of} {x}`],
    ['examples', 'noem (?:een paar |enkele |wat )(?:voorbeelden van )?{x}'],
    ['kinds', `(?:welke|wat voor|hoeveel) ${sort} {x?} (?:zijn er|bestaan er|bestaan|ken je)`],
    ['kinds', `${whatIs}${the}${sort} (?:van )?{x}`],
    ['parts', `${whatIs}${the}(?:delen|onderdelen|bestanddelen|componenten) van {x}`],
    ['parts', '(?:waaruit bestaat|waaruit bestaan|waar bestaat) {x?}(?: uit)?'],
    ['time', `${when} (?:is|was|werd|zijn|werden) {x} geboren`, 'birth'],
    ['time', `(?:${when}|wat) is (?:de verjaardag|de geboortedatum) van {x}`, 'birth'],
    ['time', `${when} is {x} jarig`, 'birth'],
    ['time', `${when} (?:is|zijn) {x} (?:gestorven|overleden)`, 'death'],
    ['time', `${when} (?:stierf|overleed|stierven) {x}`, 'death'],
    ['time', `${when} (?:begint|begon|beginnen|begonnen) {x}`, 'start'],
    ['time', `${when} (?:is|zijn|was|werd|werden) {x} (?:${founded}|begonnen)`, 'start'],
    ['time', `${when} (?:eindigt|eindigde|eindigen|eindigden) {x}`, 'end'],
    ['time', `${when} (?:vindt|vond|vinden|vonden) {x} plaats`],
    ['time', `${when} ${is} {x}`],
    ['place', 'waar (?:is|was|werd) {x} geboren', 'birth'],
    ['place', 'waar (?:stierf|overleed) {x}', 'death'],
    ['place', 'waar is {x} (?:gestorven|overleden)', 'death'],
    [
      'place',
      `(?:waar|in (?:welk|welke) (?:land|stad|werelddeel|provincie|continent|staat))(?: precies)? (?:ligt|liggen|lag|lagen|bevindt zich|bevinden zich|staat|staan|vind je|vind ik|${is}) {x?}(?: gelegen)?`,
    ],
    ['place', 'waar {x} (?:ligt|liggen|is|zijn|staat)'],
    ['isA', `(?:is|was) {x?} een (?:soort )?{y}`],
    ['isA', `zijn {x?} (?:een soort )?(?<y>[^ ]+)`],
    ['person', `wie ${is} {x}`],
    ['person', `wie {x} ${is}`],
    ['what', `wat(?: precies)? ${is}(?: eigenlijk| precies)? {x}`],
    ['what', `wat {x} ${is}`],
    ['time', `wanneer {x} ${is}`],
    ['definition', '{x} (?:definitie|betekenis)'],
    ['synonyms', '{x} synoniem(?:en)?'],
    ['topic', '(?:(?:iets|wat|meer|alles|een beetje) )?over {x}'],
    ['topic', 'wat (?:weet je|weet u|kun je me vertellen|kunt u me vertellen) (?:over|van) {x}'],
    ['topic', '(?:meer |wat )?(?:informatie|info) over {x}'],
    [
      'topic',
      '(?:leg|verklaar|beschrijf)(?: me| mij| ons)?:? (?!me|mij|ons|hoe |waarom |wanneer |waar |of |wat |wie ){x?}(?: uit)?',
    ],
    ['topic', '(?:google|zoek)(?: naar)? {x}'],
  ],
  openings: [
    '(?:hé|hey|hoi|hallo|dag|goedemorgen|goedemiddag|goedenavond|ok|oké|dus|nou|eh+|hm+|alsjeblieft|alstublieft|en|maar|nu|sorry|pardon|bedankt)[ ,.!:;-]+',
    '(?:kun|kan|kunt|zou|wil) (?:je|jij|u)(?: me| mij| ons)?(?: alsjeblieft| misschien| even)* (?:kunnen )?',
    '(?:vertel|zeg|geef|toon|noem)(?: me| mij| ons)(?: eens| even| alsjeblieft)*,? ',
    '(?:vertellen|zeggen|uitleggen|geven),? (?=wat |wie |waar |wanneer |hoe |welke )',
    '(?:weet je|weet jij|weet u|ken je)(?: misschien| toevallig)?,? ',
    '(?:mag|kan) ik (?:vragen|weten),? ',
    'ik (?:wil|zou|wilde)(?: graag| willen)*(?: weten),? ',
    'ik vraag me af,? ',
  ],
  closings: [
    ',? (?:alsjeblieft|alstublieft|in het nederlands|in het woordenboek|vertellen|zeggen)',
    ', ?(?:bedankt|dank je|dank u|precies|dan)',
  ],
  definiteArticles: ['de', 'het', "'t"],
  otherArticles: ['een', 'enkele'],
  labels: [
    '(?:(?:de|het|een) )?(?:begrip|concept|idee) (?:van )',
    '(?:(?:de|het|een) )?(?:woord|term|begrip|uitdrukking),? (?=["\'`])',
  ],
  wordLabels: ['(?:(?:de|het|een) )?(?:nederlandse )?(?:woord|term|begrip|uitdrukking|werkwoord):? '],
  pointers: `
    ik mij me jij je jou u hij hem zij ze wij we ons jullie hen hun zich het dit dat deze die hier daar er wie wat welke
    welk wanneer waar waarheen waarom hoe hoeveel mijn jouw uw zijn haar onze iets niets alles iemand niemand
    jezelf mezelf mijzelf zichzelf uzelf
  `,
  verbs: `
    ben bent is zijn was waren word wordt worden werd werden heb hebt heeft hebben had hadden kan kun kunt kunnen kon
    zal zult zullen zou zouden moet moeten mag mogen wil wilt willen doe doet doen ga gaat gaan weet weten ligt betekent
  `,
  particles: `
    de een en of maar als dan dat in op aan bij van voor naar met over onder door tegen zonder tot sinds uit om te ter
    niet geen ook nog al zeer heel zo eens even eigenlijk precies alsjeblieft alstublieft graag vertel zeg
  `,
  chatter: `
    hallo hoi hey dag goedemorgen goedemiddag goedenavond goedenacht welterusten welkom doei tot_ziens tot_morgen proost
    gefeliciteerd ja nee jawel ok oké klopt zeker juist fout goed mooi leuk prima top geweldig misschien nooit altijd
    soms natuurlijk helemaal_niet geen_idee dank bedankt dank_je dank_je_wel dank_u alsjeblieft alstublieft graag_gedaan
    graag sorry pardon oh ah aha ha haha eh hm nou tja au verdomme shit stop start wacht klaar einde annuleren help hulp
    verder volgende terug nog_een_keer meer minder genoeg herhaal opnieuw test menu stil kom ga nu later vandaag morgen
    gisteren avond nacht ook een twee drie vier vijf zes zeven acht negen tien eerste tweede derde laatste waar
  `,
  happenings: 'nieuw nieuws mis gebeurd goed beter slecht mogelijk belangrijk beschikbaar vandaag morgen gisteren',
  situations: `
    tijd datum dag maand jaar uur weer temperatuur weersverwachting nieuws probleem plan uitslag verschil antwoord vraag
    idee situatie status prijs naam adres wachtwoord nummer code regel reden oorzaak doel onderwerp titel beste slechtste
    laatste volgende eerste bedoeling
  `,
  moments: 'vandaag morgen gisteren nu momenteel buiten hier',
  mysteries: 'het_leven alles het_bestaan',
}
