import type { LanguageTable } from '../table.ts'

const is = '(?:es|son|era|eran|fue|fueron)'
const whatIs = `(?:cuál(?:es)? ${is} |qué ${is} )?`
const the =
  '(?:(?:el|la|los|las|lo|una?|unos|unas|algún|alguna|algunos|algunas|todos|todas|otros?|otras?|diferentes|distintos|distintas|varios|varias) )*'
const of = '(?:de |del )'
const sort = '(?:tipos?|clases?|especies?|variedad(?:es)?|géneros?)'
const founded =
  '(?:fundad[oa]s?|construid[oa]s?|inventad[oa]s?|descubiert[oa]s?|publicad[oa]s?|escrit[oa]s?|pintad[oa]s?|cread[oa]s?|inaugurad[oa]s?|fundó|construyó|inventó|descubrió|publicó|escribió|pintó|creó|inauguró)'
const when = '(?:cuándo|en qué año|qué día|en qué fecha|a?de? ?qué fecha)'

export const es: LanguageTable = {
  forms: [
    ['meaning', `${whatIs}${the}(?:sentido|significado) ${of}(?<x>la vida|la existencia|todo)`],
    ['definition', `${whatIs}${the}(?:definición|significado)(?: exacta| exacto)? (?:${of}|: ?){x}`],
    ['definition', 'qué (?:significan?|quieren? decir) {x}'],
    ['definition', '(?:qué|lo que) {x} (?:significan?|quieren? decir)'],
    ['definition', 'lo que (?:significan?|quieren? decir) {x}'],
    ['definition', 'qué (?:se entiende|entiendes|entiende usted) por {x}'],
    ['definition', '(?:cómo (?:se define|definirías|definiría|definir)|define|defina|definir):? {x}'],
    ['synonyms', `${whatIs}${the}sinónimos? (?:${of}|para ){x}`],
    [
      'synonyms',
      `${whatIs}(?:otras?|otros?) (?:palabras?|términos?|nombres?|expresión|expresiones|formas? de decir|maneras? de decir) (?:para (?:decir )?|${of})?{x}`,
    ],
    ['synonyms', 'qué palabras? (?:significan?|quieren? decir) lo mismo que {x}'],
    ['antonyms', `${whatIs}${the}(?:contrarios?|antónimos?|opuestos?) (?:${of}|a |al ){x}`],
    ['broader', `qué ${sort} de (?:cosa|objeto|animal|ser|concepto)s? ${is} {x}`],
    ['examples', `${whatIs}${the}ejemplos? ${of}{x}`],
    [
      'examples',
      '(?:nombra|nombre|menciona|mencione|cita|cite)(?:me)? (?:algunos|algunas|varios|varias|unos|unas) (?:ejemplos de )?{x}',
    ],
    ['kinds', `(?:qué|cuántos|cuántas|cuáles) ${sort} ${of}{x?} (?:hay|existen|conoces)`],
    ['kinds', `${whatIs}${the}${sort} ${of}{x?}(?: que (?:hay|existen))?`],
    ['parts', `${whatIs}${the}(?:partes|componentes|elementos) ${of}{x}`],
    ['parts', 'de qué (?:está|están) (?:hech[oa]s?|compuest[oa]s?|formad[oa]s?) {x}'],
    ['parts', '(?:qué partes tienen?|de qué se componen?) {x}'],
    ['time', `${when} (?:nació|nacieron) {x}`, 'birth'],
    ['time', `(?:${when}|cuál) es (?:el cumpleaños|la fecha de nacimiento) ${of}{x}`, 'birth'],
    ['time', `${when} (?:murió|murieron|falleció|fallecieron) {x}`, 'death'],
    ['time', `${when} (?:empieza|empiezan|empezó|comienza|comienzan|comenzó|inicia|inició) {x}`, 'start'],
    ['time', `${when} (?:fue |fueron |se )?${founded} {x}`, 'start'],
    ['time', `${when} (?:termina|terminan|terminó|acaba|acabó|finaliza|finalizó) {x}`, 'end'],
    ['time', `${when} (?:tuvo lugar|tiene lugar|tendrá lugar|ocurrió|sucedió|se celebra|se celebró|cae|será) {x}`],
    ['time', `${when} ${is} {x}`],
    ['place', 'dónde (?:nació|nacieron) {x}', 'birth'],
    ['place', 'dónde (?:murió|murieron|falleció|fallecieron) {x}', 'death'],
    [
      'place',
      `(?:dónde|por dónde|en qué (?:país|ciudad|continente|estado|provincia|región|parte del mundo)) (?:está|están|queda|quedan|se encuentran?|se ubican?|se sitúan?|se hallan?|se localizan?|${is})(?: (?:situad|ubicad|localizad)[oa]s?)? {x}`,
    ],
    ['place', 'dónde {x} (?:está|están|queda|se encuentra)'],
    ['isA', `(?:es|era|fue) {x?} (?:un|una)(?: ${sort} de)? {y}`],
    ['isA', `son {x?} (?:un(?:os|as|a)? )?(?:${sort} de )?(?<y>[^ ]+)`],
    ['person', `quién(?:es)? (?:exactamente )?${is} {x}`],
    ['person', `quién {x} ${is}`],
    ['what', `(?:qué|lo que|qué cosa) (?:exactamente )?${is}(?: exactamente)? {x}`],
    ['what', `cuál(?:es)? ${is} {x}`],
    ['definition', '{x} (?:definición|significado)'],
    ['synonyms', '{x} sinónimos?'],
    ['antonyms', '{x} antónimos?'],
    ['topic', `(?:(?:algo|más|un poco|todo) )?(?:sobre |acerca ${of}){x}`],
    [
      'topic',
      `(?:habla|háblame|hablame|háblenos|hable|hábleme|háblanos|hablar)(?: un poco)? (?:${of}|sobre |acerca ${of}){x}`,
    ],
    ['topic', `qué (?:sabes|sabe|puedes decirme|me puedes decir|me puede decir) (?:${of}|sobre |acerca ${of}){x}`],
    ['topic', '(?:más )?(?:información|info|datos) (?:sobre|de|acerca de) {x}'],
    [
      'topic',
      '(?:explica|explique|describe|describa|explícame|descríbeme)(?:me)?:? (?!cómo |por qué |cuándo |dónde |si |qué |quién |lo que ){x}',
    ],
    ['topic', '(?:busca|busque|buscar) {x}'],
  ],
  openings: [
    '(?:oye|hola|hey|buenos días|buenas tardes|buenas noches|buenas|ok|vale|bueno|pues|eh+|em+|y|pero|entonces|ahora|perdón|perdona|perdone|disculpa|disculpe|gracias|por favor)[ ,.!:;-]+',
    '(?:puedes|podrías|puede|podría|me puedes|me podrías|me puede|me podría)(?: por favor)? (?:decirme |decir |darme |dar |explicarme |mostrarme |contarme )?',
    '(?:dime|dígame|dame|deme|cuéntame|cuénteme|muéstrame|enséñame|recuérdame|dinos|danos)(?: por favor)?,? ',
    '(?:explícame|explíqueme|explica|explicarme) (?=qué |lo que |quién |el significado )',
    '(?:sabes|sabe usted|sabe|sabrías|conoces) ',
    '(?:puedo|podría) (?:preguntar|preguntarte|saber) ',
    '(?:me gustaría|quiero|quisiera|querría|necesito|deseo) saber ',
    '(?:me pregunto|tengo curiosidad por saber) ',
  ],
  closings: [
    ',? (?:por favor|porfa|en español|en el diccionario)',
    ', ?(?:gracias|muchas gracias|exactamente|entonces)',
  ],
  definiteArticles: ['el', 'la', 'los', 'las', 'lo'],
  otherArticles: ['una', 'un', 'unos', 'unas', 'algunos', 'algunas'],
  labels: [
    '(?:(?:el|la|un|una) )?(?:concepto|noción|idea) (?:de |del )',
    '(?:(?:el|la) )?(?:palabra|término|expresión),? (?=["\'`])',
  ],
  wordLabels: ['(?:(?:el|la|un|una) )?(?:palabra|término|expresión|vocablo|verbo|adjetivo)(?: española?)?:? '],
  pointers: `
    nuestros nuestras
    yo mí me conmigo tú te ti contigo él ella ello usted ustedes nosotros nosotras vosotros vosotras ellos ellas le les
    se sí os nos esto eso aquello este esta ese esa aquel aquella estos estas esos esas aquí ahí allí acá allá
    quién quiénes qué cuál cuáles cuándo dónde adónde cómo cuánto cuánta cuántos cuántas
    mi mis tu tus su sus mío mía tuyo tuya suyo suya nuestro nuestra algo nada todo alguien nadie
  `,
  verbs: `
    soy eres es somos sois son era eras eran fue fueron ser sido será sería estoy estás está estamos están estaba estar
    he has ha hemos han había hay haber tengo tienes tiene tenemos tienen hago haces hace hacer
    puedo puedes puede podemos pueden podrías podría quiero quieres quiere queremos debo debes debe voy vas va vamos van
    sé sabes sabe queda significa
  `,
  particles: `
    el la los las lo un una unos unas de del al a en con sin por para sobre entre hasta desde según hacia tras
    y e o u ni pero sino si que porque como cuando donde no más menos muy también solo sólo ya aún favor gracias
    decir
  `,
  chatter: `
    hola buenas buenos_días buenas_tardes buenas_noches bienvenido bienvenida adiós chao chau hasta_luego hasta_mañana
    hasta_pronto nos_vemos salud feliz_cumpleaños feliz_año_nuevo feliz_navidad buen_provecho
    sí no claro vale ok okay bien bueno cierto falso verdad seguro correcto quizás quizá tal_vez nunca siempre
    a_veces por_supuesto de_acuerdo para_nada en_absoluto ni_idea qué_va genial estupendo fantástico perfecto guay
    excelente gracias muchas_gracias de_nada perdón perdona lo_siento disculpa disculpe felicidades enhorabuena
    oh ah ajá ja jaja jajaja eh em hum uf uy ay caramba mierda joder
    para alto espera espere sal salir cancela cancelar ayuda siguiente sigue seguir continúa continuar atrás vuelve
    otra_vez más menos basta listo hecho repite repetir reinicia prueba menú silencio cállate vamos venga anda
    y o pero entonces ahora luego después mañana ayer hoy tarde noche también muy
    el la los las un una de a en con por es son fue ser estar dos tres cuatro cinco seis siete ocho nueve diez
    primero segundo tercero último
  `,
  happenings: `
    nuevo bueno mejor peor malo posible importante disponible hoy mañana ayer ahora
  `,
  situations: `
    hora fecha día mes año tiempo clima temperatura pronóstico noticias titulares problema plan resultado marcador
    diferencia respuesta pregunta idea situación estado precio nombre dirección contraseña número código regla razón
    causa motivo tema título mejor peor último última primero primera siguiente próximo próxima hora_actual
    fecha_de_hoy
  `,
  moments: 'hoy mañana ayer ahora actualmente fuera aquí',
  mysteries: 'la_vida la_existencia todo',
}
