import type { LanguageTable } from '../table.ts'

const is = '(?:é|são|era|eram|foi|foram)'
const whatIs = `(?:(?:o que|que|qual|quais) ${is} )?`
const the = '(?:(?:os?|as?|uma?|uns|umas|alguns|algumas|outros?|outras?|todos|todas|vários|várias|diferentes) )*'
const of = "(?:de |do |da |dos |das |d[’'])"
const sort = '(?:tipos?|espécies?|géneros?|gêneros?|variedades?)'
const when = '(?:quando|em que ano|em que data|em que dia)'
const founded = '(?:fundad|construíd|inventad|descobert|publicad|escrit|pintad|criad|inaugurad)[oa]s?'

export const pt: LanguageTable = {
  forms: [
    ['meaning', `${whatIs}${the}(?:sentido|significado) ${of}(?<x>vida|existência|tudo)`],
    ['definition', `${whatIs}${the}(?:definição|significado)(?: exat[oa])? (?:${of}|: ?){x}`],
    ['definition', '(?:o que|que) (?:é que )?(?:significam?|quer dizer|querem dizer) {x}'],
    ['definition', '(?:o que|que) {x} (?:significam?|quer dizer|querem dizer)'],
    ['definition', '(?:o que|que) se entende por {x}'],
    ['definition', '(?:como (?:se define|definirias|você definiria|definir)|define|defina|definir):? {x}'],
    ['synonyms', `${whatIs}${the}(?:sinônimo|sinónimo)s? (?:${of}|para ){x}`],
    [
      'synonyms',
      `${whatIs}outr[oa]s? (?:palavras?|termos?|nomes?|formas? de dizer|maneiras? de dizer) (?:para (?:dizer )?|${of})?{x}`,
    ],
    ['antonyms', `${whatIs}${the}(?:contrários?|opostos?|antônimos?|antónimos?) (?:${of}|a |ao ){x}`],
    ['broader', `que ${sort} de (?:coisa|objeto|animal|ser) ${is} {x}`],
    ['examples', `${whatIs}${the}exemplos? ${of}{x}`],
    ['kinds', `(?:que|quais|quantos|quantas) ${sort} ${of}{x?} (?:existem|há|você conhece)`],
    ['kinds', `${whatIs}${the}${sort} ${of}{x}`],
    ['parts', `${whatIs}${the}(?:partes|componentes|elementos) ${of}{x}`],
    ['parts', 'de que (?:é|são|está|estão) (?:feit|compost|constituíd)[oa]s? {x}'],
    ['time', `${when} (?:é que )?(?:nasceu|nasceram) {x}`, 'birth'],
    ['time', `${when} {x} nasceu`, 'birth'],
    ['time', `(?:${when}|qual) é (?:o aniversário|a data de nascimento) ${of}{x}`, 'birth'],
    ['time', `${when} (?:é que )?(?:morreu|morreram|faleceu) {x}`, 'death'],
    ['time', `${when} {x} (?:morreu|faleceu)`, 'death'],
    ['time', `${when} (?:começa|começou|inicia|iniciou) {x}`, 'start'],
    ['time', `${when} {x} (?:começa|começou)`, 'start'],
    ['time', `${when} (?:foi|foram) ${founded} {x}`, 'start'],
    ['time', `${when} {x} (?:foi|foram) ${founded}`, 'start'],
    ['time', `${when} (?:termina|terminou|acaba|acabou) {x}`, 'end'],
    ['time', `${when} {x} (?:termina|terminou|acaba|acabou)`, 'end'],
    ['time', `${when} (?:ocorreu|aconteceu|teve lugar|tem lugar|cai|será) {x}`],
    ['time', `${when} ${is} {x}`],
    ['place', 'onde (?:é que )?nasceu {x}', 'birth'],
    ['place', 'onde {x} nasceu', 'birth'],
    ['place', 'onde (?:é que )?(?:morreu|faleceu) {x}', 'death'],
    [
      'place',
      `(?:onde|em que (?:país|cidade|continente|estado|região)) (?:é que )?(?:fica|ficam|está|estão|se situa|se localiza|se encontra|situa-se|localiza-se|encontra-se|${is}) {x}`,
    ],
    ['place', '(?:onde|em que (?:país|cidade|continente|estado|região)) {x} (?:fica|ficam|está|se situa)'],
    ['isA', `(?:é|era|são) {x?} uma? (?:${sort} de )?{y}`],
    ['isA', `(?<x>(?:o|a|um|uma) (?!que ).+?) (?:é|era) uma? (?:${sort} de )?{y}`],
    ['person', `quem (?:é que )?${is} {x}`],
    ['what', `(?:o que|que|o quê) (?:(?:é|foi) que )?${is} {x}`],
    ['what', `(?:qual|quais) ${is} {x}`],
    ['definition', '{x} (?:definição|significado)'],
    ['synonyms', '{x} (?:sinônimo|sinónimo)s?'],
    ['topic', `(?:(?:algo|mais|um pouco|tudo|alguma coisa) )?(?:sobre|acerca ${of}?) ?{x}`],
    ['topic', `(?:fala|fale|falar)(?:-me|-nos)?(?: um pouco)? (?:${of}|sobre (?:os? |as? )?){x}`],
    ['topic', `me fale? (?:${of}|sobre ){x}`],
    [
      'topic',
      `o que (?:(?:é que )?(?:sabes|sabe|você sabe|tu sabes)|podes dizer-me|você pode me dizer) (?:sobre |${of}){x}`,
    ],
    ['topic', '(?:mais )?(?:informações|informação|info) sobre {x}'],
    ['topic', '(?:explica|explique|descreve|descreva)(?:-me)?:? (?!como |por |quando |onde |se |o que |quem ){x}'],
    ['topic', '(?:procura|procure|pesquisa|pesquise) {x}'],
  ],
  openings: [
    '(?:ei|oi|olá|bom dia|boa tarde|boa noite|ok|está bem|então|bem|hum+|e|mas|agora|desculpa|desculpe|obrigado|obrigada|por favor)[ ,.!:;-]+',
    '(?:podes|poderias|pode|poderia|você pode|você poderia|consegues)(?: por favor)? (?:me )?(?:dizer-me |dizer |dar-me |dar |explicar-me |explicar |contar-me |mostrar-me )?',
    '(?:diz|diga|dá|dê|conta|conte|mostra|mostre|lembra|lembre)-(?:me|nos)(?: por favor)?,? ',
    'me (?:diga|diz|conte|conta|dê|dá|mostre|explique)(?: por favor)?,? ',
    '(?:sabes|sabe|você sabe|saberias|conheces) ',
    '(?:posso|poderia) (?:perguntar|saber) ',
    '(?:gostaria de|gostava de|quero|queria) saber ',
    '(?:pergunto-me|estou curioso para saber|estou curiosa para saber) ',
  ],
  closings: [',? (?:por favor|em português|no dicionário)', ', ?(?:obrigado|obrigada|muito obrigado|exatamente|então)'],
  definiteArticles: ['os', 'as', 'o', 'a'],
  otherArticles: ['uma', 'um', 'uns', 'umas', 'alguns', 'algumas'],
  labels: [
    '(?:(?:o|a|um|uma) )?(?:conceito|noção|ideia) (?:de |do |da )',
    '(?:(?:o|a|um|uma) )?(?:palavra|termo|expressão),? (?=["\'`])',
  ],
  wordLabels: ['(?:(?:o|a|um|uma) )?(?:palavra|termo|expressão|verbo|adjetivo)(?: portugues[ae]?)?:? '],
  pointers: `
    eu me mim comigo tu te ti contigo você vocês ele ela eles elas nós nos vós vos lhe lhes se si isso isto aquilo este
    esta esse essa aquele aquela estes estas esses essas aqui aí ali lá quem que qual quais quando onde aonde como quanto
    quanta quantos quantas porquê meu minha meus minhas teu tua teus tuas seu sua seus suas nosso nossa nossos nossas
    algo nada tudo alguém ninguém
  `,
  verbs: `
    sou és é somos são era eram foi foram ser será estou estás está estamos estão estava estar tenho tens tem temos têm
    ter há faço fazes faz fazer posso podes pode podemos podem poderia quero queres quer devo deves deve vou vais vai
    vamos vão sei sabes sabe fica significa
  `,
  particles: `
    o a os as um uma uns umas de do da dos das ao aos à às em no na nos nas com sem por pelo pela para sobre entre até
    desde e ou mas porque não mais menos muito também só já ainda favor obrigado obrigada dizer
  `,
  chatter: `
    olá oi bom_dia boa_tarde boa_noite bem-vindo adeus tchau até_logo até_amanhã até_já saúde feliz_aniversário
    feliz_natal feliz_ano_novo bom_apetite sim não claro ok okay está_bem tudo_bem bem bom certo errado verdade falso
    talvez nunca sempre às_vezes com_certeza de_jeito_nenhum não_sei ótimo excelente fantástico perfeito legal fixe
    obrigado obrigada muito_obrigado de_nada desculpa desculpe sinto_muito com_licença parabéns
    oh ah eh hum uau ui ai droga merda para pare espera espere sair cancela cancelar ajuda próximo continua continuar
    voltar outra_vez de_novo mais menos basta chega feito repete repetir reinicia teste menu silêncio anda vamos
    agora depois amanhã ontem hoje tarde noite também dois três quatro cinco seis sete oito nove dez primeiro segundo
    terceiro último
  `,
  happenings: 'novo bom melhor pior possível importante disponível hoje amanhã ontem',
  situations: `
    hora horas data dia mês ano tempo clima temperatura previsão notícias problema plano resultado placar diferença
    resposta pergunta ideia situação estado preço nome endereço senha número código regra razão causa motivo tema título
    melhor pior último última primeiro primeira próximo próxima hora_atual data_de_hoje
  `,
  moments: 'hoje amanhã ontem agora atualmente lá_fora aqui',
  mysteries: 'vida existência tudo',
}
