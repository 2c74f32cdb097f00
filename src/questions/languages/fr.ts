import type { LanguageTable } from '../table.ts'

const is = "(?:est|sont|était|étaient|fut|furent|c'est)"
const whatIs = `(?:(?:quel(?:le)?s?|qui|qu'est-ce que) ${is} )?`
const the = "(?:(?:les?|la|une?|des|quelques|tous|toutes|autres?|différente?s?|plusieurs|certaine?s?|exacte) |l')*"
const of = "(?:de |du |des |d')"
const sort = '(?:types?|sortes?|genres?|espèces?|variétés?)'
const founded =
  '(?:fondée?s?|créée?s?|construite?s?|inventée?s?|découverte?s?|publiée?s?|écrite?s?|peinte?s?|inaugurée?s?|bâtie?s?)'
const hyphen = '(?:-t)?-(?:ils?|elles?)'
const whatIsIt =
  "(?:qu'est-ce que c'est (?:que |qu')?|qu'est-ce que |qu'est-ce qu'|c'est quoi,? |ce que c'est (?:que |qu')|ce qu'(?:est|était|sont) |qu'(?:est|était|sont) |quoi,? c'est )"

export const fr: LanguageTable = {
  forms: [
    ['meaning', `${whatIs}${the}(?:sens|signification) ${of}(?<x>la vie|l'existence|tout)`],
    ['definition', `${whatIs}${the}(?:définition|signification|sens)(?: exacte)? (?:${of}|: ?){x}`],
    ['definition', "(?:que|qu'est-ce que) (?:signifie(?:nt)?|veut dire|veulent dire|désigne(?:nt)?) {x}"],
    ['definition', "(?:qu'est-ce que|ce que|ce qu') ?{x} (?:signifie(?:nt)?|veut dire|veulent dire|désigne(?:nt)?)"],
    ['definition', '{x} (?:ça|cela) (?:signifie|veut dire) quoi'],
    ['definition', "que signifie(?:nt)? (?:le mot |l'expression |le terme ){x}"],
    ['definition', "(?:qu'entend-on|qu'entendez-vous|qu'entends-tu|ce qu'on entend) par {x}"],
    [
      'definition',
      '(?:comment (?:définir|définit-on|définirais-tu|définiriez-vous)|définis(?:sez)?(?:-moi)?|définir):? {x}',
    ],
    ['synonyms', `${whatIs}${the}synonymes? (?:${of}|pour |à ){x}`],
    [
      'synonyms',
      `${whatIs}(?:(?:un|une|d'|les) ?)?autres? (?:mots?|termes?|noms?|expressions?|façons? de dire) (?:pour (?:dire )?|${of})?{x}`,
    ],
    ['synonyms', 'quels? mots? (?:veut|veulent|signifient?) (?:dire )?la même chose que {x}'],
    ['antonyms', `${whatIs}${the}(?:contraires?|antonymes?|opposés?|inverse) (?:${of}|à ){x}`],
    ['broader', `(?:quel(?:le)?|de quel(?:le)?) ${sort} (?:de chose|d'objet|d'animal|d'être|de concept)s? ${is} {x}`],
    ['examples', `${whatIs}${the}exemples? ${of}{x}`],
    ['examples', '(?:cite|citez|nomme|nommez)(?:-moi)? (?:quelques|plusieurs|des) (?:exemples de )?{x}'],
    [
      'kinds',
      `(?:quel(?:le)?s|combien de) ${sort} ${of}{x?} (?:existent|existe-t-il|y a-t-il|connais-tu|connaissez-vous)`,
    ],
    ['kinds', `${whatIs}${the}${sort} ${of}{x?}(?: (?:qui existent|existants))?`],
    ['parts', `${whatIs}${the}(?:parties|composants|composantes|éléments|constituants) ${of}{x}`],
    ['parts', 'de quoi (?:est|sont) (?:composée?s?|constituée?s?|faite?s?) {x}'],
    ['time', `(?:quand|en quelle année|à quelle date) (?:est|sont) née?s? {x}`, 'birth'],
    [
      'time',
      `(?:quand|en quelle année|à quelle date) (?:est-ce que )?{x} (?:est|était|sont)(?:${hyphen})? née?s?`,
      'birth',
    ],
    ['time', `(?:quand|quel) est (?:l'anniversaire|la date de naissance) ${of}{x}`, 'birth'],
    ['time', `(?:quand|en quelle année|à quelle date) (?:est|sont) (?:morte?s?|décédée?s?) {x}`, 'death'],
    [
      'time',
      `(?:quand|en quelle année|à quelle date) (?:est-ce que )?{x} (?:est|sont)(?:${hyphen})? (?:morte?s?|décédée?s?)`,
      'death',
    ],
    [
      'time',
      `(?:quand|en quelle année) (?:commence(?:nt)?|a commencé|ont commencé|débute(?:nt)?|a débuté) {x}`,
      'start',
    ],
    [
      'time',
      `(?:quand|en quelle année) {x} (?:(?:a|ont)(?:${hyphen})? (?:commencé|débuté)|commence(?:${hyphen})?)`,
      'start',
    ],
    ['time', `(?:quand|en quelle année) (?:a été|ont été|fut|furent) ${founded} {x}`, 'start'],
    ['time', `(?:quand|en quelle année) {x} (?:a|ont|fut|furent)(?:${hyphen})?(?: été)? ${founded}`, 'start'],
    ['time', `(?:quand|en quelle année) (?:finit|se termine|s'est terminée?|a pris fin|s'achève) {x}`, 'end'],
    [
      'time',
      `(?:quand|en quelle année) {x} (?:a(?:${hyphen})? (?:fini|pris fin)|s'est(?:${hyphen})? terminée?|se termine(?:${hyphen})?)`,
      'end',
    ],
    [
      'time',
      '(?:quand|en quelle année|à quelle date) (?:a eu lieu|ont eu lieu|aura lieu|a lieu|ont lieu|tombe|tombent) {x}',
    ],
    [
      'time',
      `(?:quand|en quelle année|à quelle date) {x} (?:(?:a|ont|aura)(?:${hyphen})? (?:eu )?lieu|tombe(?:${hyphen})?)`,
    ],
    ['time', `(?:quand|en quelle année|à quelle date) ${is}(?:-ce)? {x}`],
    ['time', "(?:c'est|c'était) quand,? {x}"],
    ['place', 'où (?:est|sont) née?s? {x}', 'birth'],
    ['place', `où {x} est(?:${hyphen})? née?`, 'birth'],
    ['place', 'où (?:est|sont) (?:morte?s?|décédée?s?) {x}', 'death'],
    ['place', `où {x} est(?:${hyphen})? (?:morte?|décédée?)`, 'death'],
    [
      'place',
      `(?:où|dans quel(?:le)? (?:pays|ville|région|état)|sur quel continent) (?:se (?:trouve|trouvent|trouvait|situe|situent)|(?:${is}) (?:situé|située|située?s)|${is}|peut-on trouver|trouve-t-on) {x}`,
    ],
    ['place', `où {x} (?:se (?:trouve|trouvent|situe|situent)(?:${hyphen})?|est|sont)`],
    ['place', "(?:c'est|ça se trouve) où,? {x}"],
    ['isA', `est-ce (?:que |qu'){x?} (?:est|était|sont) (?:une?|des)(?: ${sort} (?:de |d'))? ?{y}`],
    ['isA', `{x?} (?:est|était|sont|fut)${hyphen} (?:une?|des)(?: ${sort} (?:de |d'))? ?{y}`],
    ['person', `(?:qui (?:est|était|fut|sont|étaient|c'est),?|c'est qui,?) {x}`],
    ['person', `qui {x} (?:est|était|fut)`],
    ['what', `${whatIsIt}{x}`],
    ['what', `quel(?:le)?s? ${is} {x}`],
    ['synonyms', '{x} synonymes?'],
    ['antonyms', '{x} (?:antonymes?|contraires?)'],
    ['definition', '{x} (?:définition|signification)'],
    ['topic', `(?:(?:quelque chose|un peu|plus|davantage|tout) )?(?:sur |au sujet ${of}|à propos ${of}){x}`],
    ['topic', `parle(?:z|r)?(?:-moi|-nous)? ${of}{x}`],
    [
      'topic',
      `(?:que|qu'est-ce que) (?:sais-tu|savez-vous|tu sais|vous savez|peux-tu me dire|pouvez-vous me dire) (?:sur |${of}|à propos ${of}){x}`,
    ],
    ['topic', '(?:des |plus ?)?(?:informations?|infos?) sur {x}'],
    [
      'topic',
      '(?:explique|expliquez|décris|décrivez)(?:-moi|-nous)?:? (?!comment |pourquoi |quand |où |si |ce |qui |que ){x}',
    ],
    ['topic', '(?:cherche|cherchez|recherche) {x}'],
  ],
  openings: [
    "(?:hey|hé|salut|bonjour|bonsoir|coucou|ok|d'accord|alors|bon|ben|bah|euh+|hum+|et|mais|donc|pardon|excuse-moi|excusez-moi|merci|s'il te plaît|s'il vous plaît|stp|svp)[ ,.!:;-]+",
    "(?:peux-tu|pourrais-tu|pouvez-vous|pourriez-vous|veux-tu|voulez-vous|tu peux|tu pourrais|vous pouvez|vous pourriez) (?:me |nous )?(?:dire |donner |montrer |expliquer )?(?:s'il te plaît |s'il vous plaît )?",
    "(?:dis|dites|donne|donnez|montre|montrez|raconte|racontez|rappelle|rappelez)-(?:moi|nous)(?: s'il te plaît| s'il vous plaît)?,? ",
    "explique(?:z)?-(?:moi|nous) (?=ce que |ce qu')",
    '(?:sais-tu|savez-vous|tu sais|vous savez|connais-tu|connaissez-vous) ',
    '(?:puis-je|est-ce que je peux) (?:te |vous )?(?:demander|savoir) ',
    "(?:j'aimerais|je voudrais|je veux|je souhaite|j'aimerais bien|je voudrais bien) (?:savoir|connaître) ",
    '(?:je me demande|je suis curieux de savoir|je suis curieuse de savoir) ',
  ],
  closings: [
    ",? (?:s'il te plaît|s'il vous plaît|stp|svp|en français|dans le dictionnaire)",
    ', ?(?:merci|merci beaucoup|exactement|au juste)',
  ],
  definiteArticles: ['les', 'le', 'la', "l'"],
  otherArticles: ['une', 'un', 'des', 'du', 'de la', "de l'", "d'"],
  labels: [
    "(?:(?:la|le|une?) |l')?(?:notion|concept|idée) (?:de |du |des |d')",
    "(?:(?:le|la|du) |l'|de l')?(?:mot|terme|expression),? (?=[\"'`])",
  ],
  wordLabels: ["(?:(?:le|la|du|un|au) |l'|de l'|à l')?(?:mot|terme|expression|nom|verbe|adjectif)(?: français)?:? "],
  pointers: `
    leur
    je j moi me m tu te t toi il elle lui nous vous ils elles eux leur on se ce ça cela ceci c c'est celui-ci celle-ci celui
    celle ceux ici là y qui que qu quoi dont où quand comment pourquoi combien quel quelle quels quelles lequel laquelle
    mien tien sien moi-même toi-même quelque_chose rien tout quelqu'un personne
    mon ma mes ton ta tes son sa ses notre nos votre vos leurs cet cette ces est-ce
  `,
  verbs: `
    suis es est sommes êtes sont était étaient été fut furent sera serait ai as a avons avez ont avait avaient
    fais fait faites faire peux peut pouvez pouvons peuvent pourrais pourrait veux veut voulez vouloir dois doit devez
    vais vas va allez vont dit dis sais sait savez c'est j'ai n'est
  `,
  particles: `
    le la les l un une des du de d au aux à en dans sur sous par pour avec sans chez entre vers depuis pendant avant
    après et ou mais donc or ni car si comme ne n pas plus moins très aussi seulement bien s'il plaît svp stp merci
    parce puis alors même s
  `,
  chatter: `
    bonjour bonsoir salut coucou allô allo bienvenue au_revoir adieu bonne_nuit bonne_journée bonne_soirée à_bientôt
    à_demain à_plus tchao ciao santé joyeux_anniversaire bonne_année joyeux_noël bon_appétit
    oui non si ouais nan ok okay d'accord bien bon vrai faux sûr certainement évidemment peut-être jamais toujours
    parfois bien_sûr pas_du_tout pas_vraiment pourquoi_pas aucune_idée super génial cool parfait excellent formidable
    merci merci_beaucoup de_rien pardon désolé désolée excuse-moi excusez-moi félicitations bravo
    oh ah aha ha haha hein euh hum bah ben bof aïe zut mince merde putain lol mdr
    stop arrête arrêtez attends attendez allez vas-y va quitter annuler aide suivant continue continuer retour encore
    plus moins assez fini terminé répète répéter recommence test menu silence chut tais-toi
    et ou mais donc alors maintenant plus_tard demain hier aujourd'hui soir matin nuit aussi très
    le la les un une des du de à en dans sur avec est sont suis être avoir deux trois quatre cinq six sept huit neuf dix
    premier deuxième troisième dernier
  `,
  happenings: `
    nouveau neuf bon mieux pire mauvais arrivé passé possible important disponible aujourd'hui demain hier
  `,
  situations: `
    heure date jour mois année temps météo température prévisions actualité actualités nouvelles problème plan résultat
    score différence réponse question idée situation état statut prix nom adresse mot_de_passe numéro code règle raison
    cause but sujet titre meilleur meilleure pire dernier dernière premier première prochain prochaine bonne_réponse
    date_d'aujourd'hui heure_actuelle
  `,
  moments: "aujourd'hui demain hier maintenant actuellement dehors ici",
  mysteries: "la_vie l'existence tout",
}
