import type { LanguageTable } from '../table.ts'

const is = '(?:ist|sind|war|waren|wäre)'
const whatIs = `(?:(?:was|welche[rs]?|wie) (?:ist|sind|lautet|lauten) )?`
const the =
  '(?:(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|ein paar|einige|alle|andere|verschiedene|mehrere|weitere|genaue) )*'
const of = '(?:von|vom|zu|zum|zur|für)'
const sort = '(?:art|sorte|typ|form)(?:en|n)?'
const founded = '(?:gegründet|erbaut|gebaut|errichtet|erfunden|entdeckt|veröffentlicht|geschrieben|gemalt|eröffnet)'

export const de: LanguageTable = {
  forms: [
    ['meaning', `${whatIs}${the}(?:sinn|bedeutung) (?<x>des lebens|vom leben|von allem)`],
    ['definition', `${whatIs}${the}(?:definition|bedeutung|begriffserklärung)(?: ${of}|:)? {x}`],
    ['definition', '(?:was|wofür) (?:bedeutet|bedeuten|heißt|heißen|steht|meint) {x}'],
    ['definition', 'was {x} (?:bedeutet|bedeuten|heißt|heißen|meint)'],
    ['definition', 'was (?:ist|wird) (?:mit|unter) {x} (?:gemeint|verstanden)'],
    ['definition', 'was (?:versteht man|meint man|verstehst du) (?:unter|mit) {x}'],
    ['definition', 'was (?:man )?(?:unter|mit) {x} (?:versteht|verstanden wird|meint|gemeint ist)'],
    [
      'definition',
      '(?:wie (?:definiert man|würdest du|würden sie|lässt sich) )?(?:definiere?|definieren|schlage?)(?: sie)?:? {x?}(?: nach| definieren)?',
    ],
    ['definition', 'wie (?:definiert man|lässt sich|würdest du|würden sie|kann man) {x?}(?: definieren)?'],
    ['synonyms', `${whatIs}${the}synonyme?s?(?: wort| wörter)? ${of} {x}`],
    [
      'synonyms',
      `(?:was ist |wie lautet |gibt es )?(?:ein |eine )?(?:anderes|andere) (?:wort|wörter|begriffe?|ausdruck|ausdrücke|bezeichnung) ${of} {x}`,
    ],
    ['synonyms', '(?:welches wort bedeutet|welche wörter bedeuten) (?:das gleiche|dasselbe) wie {x}'],
    ['antonyms', `${whatIs}${the}(?:gegenteile?|antonyme?|gegenwort|gegensatz) (?:${of} )?{x}`],
    ['broader', `(?:welche|was für eine) art (?:von )?(?:ding|tier|sache|gegenstand|objekt|wesen|lebewesen) ${is} {x}`],
    ['broader', `was für (?:ein|eine) (?:ding|tier|sache|gegenstand|objekt|wesen|lebewesen) ${is} {x}`],
    ['broader', `${whatIs}${the}(?:oberbegriff|oberbegriffe) ${of} {x}`],
    ['examples', `${whatIs}${the}beispiele? ${of} {x}`],
    ['examples', 'nenne?(?: mir| uns)? (?:ein paar |einige |mehrere )(?:beispiele für )?{x}'],
    ['kinds', `(?:was für|welche|wie viele) ${sort}(?: von)? {x?} (?:gibt es|existieren|kennst du)`],
    ['kinds', `${whatIs}${the}${sort} von {x?}(?: gibt es)?`],
    ['parts', `${whatIs}${the}(?:teile|bestandteile|komponenten) (?:${of} )?{x}`],
    ['parts', 'woraus (?:besteht|bestehen) {x}'],
    ['parts', 'aus (?:was|welchen teilen) (?:besteht|bestehen) {x}'],
    ['time', `(?:wann|an welchem tag|in welchem jahr) (?:ist|war|wurde|wurden) {x} geboren(?: worden)?`, 'birth'],
    ['time', 'wann (?:hat|hatte) {x} geburtstag', 'birth'],
    ['time', `(?:wann ${is}|was ist|wie lautet) (?:der geburtstag|das geburtsdatum) (?:${of} )?{x}`, 'birth'],
    ['time', '(?:wann|in welchem jahr) (?:(?:ist|sind|war) {x} gestorben)', 'death'],
    ['time', '(?:wann|in welchem jahr) (?:starb|starben) {x}', 'death'],
    ['time', 'wann (?:beginnt|begann|beginnen|begannen|startet|startete) {x}', 'start'],
    ['time', 'wann (?:fängt|fing|fangen|fingen) {x} an', 'start'],
    ['time', `(?:wann|in welchem jahr) (?:ist|sind|war|wurde|wurden) {x} ${founded}(?: worden)?`, 'start'],
    ['time', 'wann (?:endet|endete|enden|endeten) {x}', 'end'],
    ['time', '(?:wann|in welchem jahr) (?:findet|fand|finden|fanden) {x} statt'],
    ['time', `(?:wann|an welchem tag|in welchem jahr) ${is} {x}`],
    ['place', `wo (?:ist|war|wurde|wurden|kam) {x} (?:geboren|zur welt)(?: worden| gekommen)?`, 'birth'],
    ['place', 'wo (?:starb|starben) {x}', 'death'],
    ['place', 'wo (?:ist|sind|war) {x} gestorben', 'death'],
    [
      'place',
      `(?:wo|in welche[mr] (?:land|stadt|kontinent|bundesland|staat|region)|auf welchem kontinent)(?: genau)? (?:liegt|liegen|lag|lagen|befindet sich|befinden sich|steht|stehen|findet man|finde ich|${is}) {x}`,
    ],
    ['place', 'wo {x} (?:liegt|liegen|ist|sind|steht|sich befindet)'],
    ['isA', `(?:ist|war) (?<x>(?:(?:ein|eine|der|die|das) )?.+?) (?:ein|eine)(?: ${sort}(?: von)?)? {y}`],
    ['isA', `sind {x?} (?:(?:eine )?${sort}(?: von)? )?(?<y>[^ ]+)`],
    ['person', `wer(?: genau)? ${is}(?: eigentlich| genau| denn)* {x}`],
    ['person', `wer {x} ${is}`],
    ['what', `was(?: genau)? ${is}(?: eigentlich| genau| denn)* {x}`],
    ['what', `was {x} ${is}`],
    ['time', `wann {x} ${is}`],
    ['definition', '{x} (?:definition|bedeutung)'],
    ['synonyms', '{x} synonyme?'],
    ['antonyms', '{x} (?:antonyme?|gegenteil)'],
    ['topic', '(?:(?:etwas|was|mehr|alles|ein bisschen|ein wenig) )?(?:über|von) {x}'],
    ['topic', 'was (?:weißt|kannst) du (?:mir )?(?:über|zu) {x?}(?: sagen| erzählen)?'],
    ['topic', '(?:mehr |einige )?(?:informationen|infos?) (?:über|zu|zum|zur) {x}'],
    [
      'topic',
      '(?:erkläre?|erklären sie|beschreibe?|beschreiben sie)(?: mir| uns)?[:,]? (?!mir|uns|wie |warum |wieso |wann |wo |ob |was |wer ){x}',
    ],
    ['topic', '(?:google|suche?)(?: nach)? {x}'],
  ],
  openings: [
    '(?:hey|hi|hallo|servus|moin|guten (?:tag|morgen|abend)|ok|okay|also|so|na|tja|ähm*|hm+|bitte|und|aber|nun|jetzt|dann|entschuldigung|entschuldige|verzeihung|danke)[ ,.!:;-]+',
    '(?:kannst|könntest|würdest|magst) du (?:mir |uns )?(?:bitte |mal |vielleicht )*',
    '(?:können|könnten|würden) sie (?:mir |uns )?(?:bitte |mal |vielleicht )*',
    '(?:sage?|erzähle?|verrate?|zeige?|gib|nenne?)(?: mir| uns)(?: bitte| mal| noch| doch)*,? ',
    '(?:sagen|erzählen|verraten|zeigen|geben|nennen) sie(?: mir| uns)(?: bitte| mal| noch| doch)*,? ',
    '(?:sagen|verraten|erzählen|erklären|zeigen|nennen),? (?=was |wer |wo |wann |wie |welche|ob )',
    'erkläre?(?: mir| uns)?(?: bitte| mal)*,? (?=was |wer |wo |wann |die bedeutung )',
    '(?:weißt du|wissen sie|kennst du)(?: vielleicht| zufällig)?,? ',
    '(?:darf|dürfte|kann) ich (?:fragen|wissen),? ',
    'ich (?:würde|möchte|will|wüsste)(?: gerne?| bitte)?(?: wissen)?,? ',
    'ich (?:frage mich|bin neugierig),? ',
  ],
  closings: [
    ',? (?:bitte|auf deutsch|im wörterbuch|(?:er)?klären|sagen|erzählen|verraten)',
    ', ?(?:danke|danke schön|vielen dank|genau|eigentlich|denn)',
  ],
  definiteArticles: ['der', 'die', 'das', 'den', 'dem', 'des'],
  otherArticles: ['einen', 'einem', 'einer', 'eines', 'eine', 'ein', 'einige'],
  labels: [
    '(?:(?:der|die|das|des|dem|den) )?(?:begriffe?s?|konzept|idee) (?:der|des|von) ',
    '(?:(?:das|den|der|dem|des) )?(?:wort|wortes|worts|begriffe?s?|ausdrucks?),? (?=["\'`])',
  ],
  wordLabels: [
    '(?:(?:das|den|der|dem|des) )?(?:deutsche[ns]? )?(?:wort|wortes|worts|wörter|begriffe?s?|ausdrucks?|redewendung):? ',
  ],
  capitalNouns: true,
  pointers: `
    ihre ihrer ihres ihrem ihren seiner seines seinem seinen unserer unseres unserem unseren eurer eures eurem euren dieser
    ich mir mich du dir dich er ihm ihn sie ihr ihnen es wir uns euch man sich selbst
    dies diese dieser dieses diesem diesen das jene jener jenes hier da dort
    wer wem wen wessen was welche welcher welches welchen welchem wann wo woher wohin warum wieso weshalb wie wieviel
    mein meine meiner meines meinem meinen dein deine deiner deines deinem deinen sein seine unser unsere euer eure
    etwas alles nichts jemand jeder niemand
  `,
  verbs: `
    bin bist ist sind seid war warst waren wart wäre wird werden wurde wurden werde würde
    habe hast hat haben habt hatte hatten kann kannst können könnt konnte könnte soll sollst sollen sollte
    muss musst müssen darf dürfen will willst wollen möchte mag mögen tun tut tust macht machst mache gibt geht
    liegt heißt brauche brauchen
  `,
  particles: `
    der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als ob dass denn weil
    in im an am auf aus bei beim von vom zu zum zur mit nach für über unter um durch gegen ohne bis seit vor zwischen
    nicht kein keine keinen auch nur noch schon sehr so mal bitte eigentlich genau gerade doch eben sich
  `,
  chatter: `
    hallo hi hey servus moin grüezi grüß_gott guten_tag guten_morgen guten_abend gute_nacht tschüss tschau ciao
    auf_wiedersehen bis_später bis_bald bis_morgen willkommen prost alles_gute frohe_weihnachten
    ja nein doch jawohl jep nö nee ok okay klar sicher richtig falsch gut schön prima super toll genial stark krass
    vielleicht niemals immer manchmal natürlich gar_nicht auf_keinen_fall auf_jeden_fall keine_ahnung egal stimmt genau
    danke danke_schön vielen_dank bitte bitte_schön gern gerne entschuldigung verzeihung sorry tut_mir_leid glückwunsch
    oh ah aha ach ha haha hm hmm äh ähm also na tja oje au aua mist verdammt scheiße
    stopp stop halt los start warte warten beenden ende abbrechen hilfe weiter zurück nochmal noch_mal mehr weniger
    genug fertig wiederholen neu test menü ruhe geh komm lass_das
    und oder aber so wenn dann jetzt später heute morgen gestern abend nacht auch sehr nur nicht kein keine
    der die das ein eine von im in an auf zu mit ist sind war bin eins zwei drei vier fünf sechs sieben acht neun zehn
    erste zweite dritte letzte nächste wahr
  `,
  happenings: `
    los neu neues passiert geschehen gut besser schlecht schlechter kaputt falsch richtig möglich heute morgen gestern
    jetzt dran wichtig verfügbar mehr
  `,
  situations: `
    zeit uhrzeit datum tag monat jahr stunde wetter temperatur wettervorhersage vorhersage nachrichten schlagzeilen
    problem sache plan ergebnis unterschied antwort frage haken idee lage situation status preis name adresse passwort
    nummer code regel grund ursache zweck thema betreff beste schlechteste neueste letzte nächste erste problem
    aktuelle_uhrzeit aktuelles_datum heutige_datum
  `,
  moments: 'heute morgen gestern jetzt gerade aktuell draußen hier denn so',
  mysteries: 'des_lebens vom_leben von_allem',
}
