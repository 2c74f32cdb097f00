import type { LanguageTable } from '../table.ts'

const is = '(?:è|sono|era|erano|fu|furono)'
const whatIs = `(?:(?:qual |quale |quali |quali sono |qual'|cos'|che cos'|che cosa )(?:${is} )?)?`
const the =
  "(?:(?:il|lo|la|i|gli|le|uno?|una|dei|degli|delle|alcuni|alcune|altri|altre|tutti|tutte|diversi|vari) |l'|un')*"
const of = "(?:di |del |dello |della |dei |degli |delle |dell'|d')"
const sort = '(?:tip[oi]|speci[e]?|gener[ei]|varietà|sort[ae])'
const when = '(?:quando|in che anno|in quale anno|in che data)'
const founded = '(?:fondat|costruit|inventat|scopert|pubblicat|scritt|dipint|creat|inaugurat)[oaie]'

export const it: LanguageTable = {
  forms: [
    ['meaning', `${whatIs}${the}(?:senso|significato) ${of}(?<x>la vita|vita|esistenza|tutto)`],
    ['definition', `${whatIs}${the}(?:definizione|significato)(?: esatt[oa])? (?:${of}|: ?){x}`],
    ['definition', '(?:che cosa|che|cosa) (?:significa(?:no)?|vuol dire|vogliono dire) {x}'],
    ['definition', "(?:che cosa|cosa) s'intende (?:per|con) {x}"],
    ['definition', '(?:che cosa|cosa) si intende (?:per|con) {x}'],
    ['definition', '(?:come (?:si definisce|definiresti|definirebbe)|definisci|definisca|definire):? {x}'],
    ['synonyms', `${whatIs}${the}sinonim[oi] (?:${of}|per ){x}`],
    [
      'synonyms',
      `${whatIs}(?:un'altra|un altro|altre|altri) (?:parol[ae]|termin[ei]|nom[ei]|mod[oi] (?:di|per) dire) (?:per (?:dire )?|${of})?{x}`,
    ],
    ['antonyms', `${whatIs}${the}(?:contrari?o?|opposto|opposti|antonim[oi]) (?:${of}|a ){x}`],
    ['broader', `che ${sort} di (?:cosa|oggetto|animale|essere) ${is} {x}`],
    ['examples', `${whatIs}${the}esempi?o? ${of}{x}`],
    ['kinds', `(?:che|quali|quanti|quante) ${sort} ${of}{x?} (?:ci sono|esistono|conosci)`],
    ['kinds', `${whatIs}${the}${sort} ${of}{x}`],
    ['parts', `${whatIs}${the}(?:parti|componenti|elementi) ${of}{x}`],
    ['parts', '(?:di (?:che )?cosa) (?:è|sono) (?:fatt|compost|costituit)[oaie] {x}'],
    ['time', `${when} (?:è nat[oa]|nacque|sono nat[ie]) {x}`, 'birth'],
    ['time', `(?:${when}|qual) è (?:il compleanno|la data di nascita) ${of}{x}`, 'birth'],
    ['time', `${when} (?:è mort[oa]|morì|sono mort[ie]) {x}`, 'death'],
    ['time', `${when} (?:inizia|iniziò|comincia|cominciò|è iniziat[oa]|è cominciat[oa]) {x}`, 'start'],
    ['time', `${when} (?:fu|furono|è stat[oa]|sono stat[ie]|venne) ${founded} {x}`, 'start'],
    ['time', `${when} (?:finisce|finì|termina|terminò|è finit[oa]|è terminat[oa]) {x}`, 'end'],
    ['time', `${when} (?:ebbe luogo|avvenne|ha luogo|si è svolt[oa]|si svolse|cade|sarà) {x}`],
    ['time', `${when} (?:c'è stat[oa]|${is}|c'è) {x}`],
    ['place', 'dove (?:è nat[oa]|nacque) {x}', 'birth'],
    ['place', 'dove (?:è mort[oa]|morì) {x}', 'death'],
    [
      'place',
      `(?:dov'|dove |in (?:che|quale) (?:paese|città|continente|regione|stato) )(?:si trova(?:no)?|sta|stanno|${is})(?: situat[oaie])? {x}`,
    ],
    ['place', 'dove {x} (?:si trova|si trovano)'],
    ['isA', `(?:è|era|sono) {x?} (?:un'|(?:un|uno|una) )(?:${sort} di )?{y}`],
    ['isA', `(?<x>(?:il|lo|la|un|uno|una|l'|un') ?.+?) (?:è|era) (?:un'|(?:un|uno|una) )(?:${sort} di )?{y}`],
    ['person', `chi (?:è|era|fu|sono|erano|furono) {x}`],
    ['what', `(?:che cos'|cos'|che cosa |cosa |ciò che |quello che )${is} {x}`],
    ['what', `(?:qual|quale|quali) ?'?${is} {x}`],
    ['definition', '{x} (?:definizione|significato)'],
    ['synonyms', '{x} sinonim[oi]'],
    ['topic', `(?:(?:qualcosa|di più|un po'|tutto) )?(?:su|sul|sullo|sulla|sui|sugli|sulle|riguardo a) {x}`],
    ['topic', "(?:(?:qualcosa|di più) )?sull'{x}"],
    ['topic', `parl(?:ami|aci|are|armi)(?: un po')? ${of}{x}`],
    [
      'topic',
      "(?:che cosa|che|cosa) (?:sai|sa|puoi dirmi|mi puoi dire) (?:di |del |della |dei |su |sul |sulla |sui |sugli |sulle |sull'|dell'){x}",
    ],
    ['topic', "(?:informazioni|info|notizie) (?:su |sul |sulla |sui |sugli |sulle |sull'){x}"],
    [
      'topic',
      '(?:spiega|spiegami|descrivi|descrivimi|spieghi):? (?!come |perché |quando |dove |se |cosa |chi |che |cos){x}',
    ],
    ['topic', '(?:cerca|cercare) {x}'],
  ],
  openings: [
    '(?:ehi|hey|ciao|salve|buongiorno|buonasera|ok|va bene|allora|dunque|beh|ehm+|e|ma|ora|scusa|scusi|mi scusi|grazie|per favore)[ ,.!:;-]+',
    '(?:puoi|potresti|può|potrebbe|mi puoi|mi potresti)(?: per favore)? (?:dirmi |dire |darmi |dare |spiegarmi |raccontarmi |mostrarmi )?',
    '(?:dimmi|mi dica|dammi|raccontami|mostrami|ricordami|dicci)(?: per favore)?,? ',
    'spiegami (?=che cos|cos|chi |il significato )',
    '(?:sai|sa|sapresti|conosci) ',
    '(?:posso|potrei) (?:chiederti|chiedere|sapere) ',
    '(?:vorrei|voglio|mi piacerebbe) sapere ',
    '(?:mi chiedo|sono curioso di sapere|sono curiosa di sapere) ',
  ],
  closings: [
    ',? (?:per favore|per piacere|in italiano|nel dizionario)',
    ', ?(?:grazie|grazie mille|esattamente|allora)',
  ],
  definiteArticles: ['il', 'lo', 'la', 'gli', 'le', 'i', "l'"],
  otherArticles: ['uno', 'una', 'un', "un'", 'alcuni', 'alcune', 'dei', 'degli', 'delle'],
  labels: [
    "(?:(?:il|la|un|una) |l'|un')?(?:concetto|nozione|idea) (?:di |del |della |dell')",
    "(?:(?:il|la|un|una) |l')?(?:parola|termine|espressione),? (?=[\"'`])",
  ],
  wordLabels: ["(?:(?:il|la|un|una) |l')?(?:parola|termine|espressione|verbo|aggettivo)(?: italian[oa])?:? "],
  pointers: `
    io me mi tu te ti lui lei egli ella esso essa noi ci voi vi loro si sé questo questa questi queste quello quella
    quelli quelle ciò qui qua lì chi che cosa cos qual quale quali quando dove dov come perché quanto quanta quanti quante
    mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra nostri nostre vostro vostra vostri vostre
    qualcosa niente nulla tutto qualcuno nessuno
  `,
  verbs: `
    sono sei è siamo siete era eri erano fu furono essere stato sarà ho hai ha abbiamo avete hanno aveva avere
    faccio fai fa fare posso puoi può possiamo possono potrei potresti voglio vuoi vuole devo devi deve vado vai va
    so sai sa sto stai sta c'è significa
  `,
  particles: `
    il lo la i gli le l un uno una di d del dello della dei degli delle dell a al allo alla ai agli alle all in nel nella
    nei negli nelle nell con su sul sulla sui sugli sulle sull per tra fra da dal dalla e ed o ma se non più meno molto
    anche solo già ancora favore grazie mentre dire
  `,
  chatter: `
    ciao salve buongiorno buonasera buonanotte buon_giorno buona_sera buona_notte benvenuto arrivederci addio a_presto
    a_domani salute buon_compleanno buon_natale buon_anno buon_appetito sì no certo ok okay va_bene bene giusto
    sbagliato vero falso sicuro forse mai sempre a_volte naturalmente per_niente non_lo_so bello bravo fantastico
    perfetto grazie grazie_mille prego scusa scusi mi_dispiace permesso congratulazioni auguri
    oh ah eh ehm boh beh mah uffa accidenti merda cazzo ferma basta aspetta esci annulla aiuto avanti continua indietro
    ancora più meno fatto ripeti ricomincia prova menù silenzio dai andiamo ora adesso dopo domani ieri oggi sera notte
    due tre quattro cinque sei sette otto nove dieci primo secondo terzo ultimo
  `,
  happenings: 'nuovo successo bello meglio peggio possibile importante disponibile oggi domani ieri',
  situations: `
    ora data giorno mese anno tempo meteo temperatura previsioni notizie problema piano risultato punteggio differenza
    risposta domanda idea situazione stato prezzo nome indirizzo password numero codice regola ragione causa motivo tema
    titolo migliore peggiore ultimo ultima primo prima prossimo prossima ora_attuale data_di_oggi
  `,
  moments: 'oggi domani ieri ora adesso attualmente fuori qui',
  mysteries: 'la_vita vita esistenza tutto',
}
