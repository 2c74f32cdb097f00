import { expect } from 'chai'
import { chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import datetime, { createDatetime } from 'dramatis-solver-datetime'

solverContract('datetime', datetime, {
  answers: {
    'what time is it?': /^It is \d/,
    'what day of the week was 4 July 1776?': 'Thursday',
    'how many days are in February 2024?': '29 days',
  },
  declines: ['what time does the shop open?', 'when was Napoleon born?', 'time flies'],
})

/** A Friday afternoon in Berlin; already Saturday in Tokyo. */
const now = '2026-11-20T15:45:00Z'
const at = (instant: string, timezone = 'Europe/Berlin') =>
  createSolver(createDatetime({ now: () => new Date(instant) }), { timezone })
const berlin = at(now)

/** Which spaces a locale has differs from one release of its data to the next. */
const plainly = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const said = async (lang: string, question: string, solver = berlin) =>
  plainly((await settle((await solver).solve(chatRequest(question), testContext({ lang })))).text)

const declines: Record<string, readonly string[]> = {
  en: [
    '',
    'time',
    'what is time?',
    'time is money',
    'what is Christmas?',
    'what is the best time of my life',
    'what time does the shop open',
    'when is the next election',
    'when is the 2024 election',
    'when is lunch',
    'how long until dinner',
    'what day is best',
    'tomorrow',
    '5/1/2020',
    'time in Atlantis',
    'time in GMT+99',
    'is it cold today',
    'what is three weeks',
    '3 days after the accident',
    "what is my mother's date",
    'what time is it in Paris, Texas',
    'what time is it in the USA',
    'what day was 2020-02-30',
    'what day is 31 April 2024',
    'how many days until February 30',
    'what day is it in 99999999 days',
    'what day is it in trillion years',
    'how many days are in Smarch',
    'is 0 a leap year',
    'how many days between cats and dogs',
    'was ist heute für ein Tag',
    'what day is 3 weeks from constructor',
    'how many days are in constructor',
    'time in __proto__',
  ],
  de: [
    'wann öffnet der Laden',
    'wann wurde Napoleon geboren',
    'Zeit ist Geld',
    'what time is it',
    'Uhrzeit in Atlantis',
  ],
  fr: ['quand ouvre le magasin', 'le temps passe', 'what time is it', 'quand est le prochain train'],
  es: ['cuándo nació Napoleón', 'el tiempo vuela', 'what time is it', 'a qué hora abre la tienda'],
  ja: ['what time is it', '何時ですか'],
  pt: ['que horas são?'],
}

const answers: Record<string, Readonly<Record<string, string>>> = {
  en: {
    'what time is it?': 'It is 4:45 PM.',
    "what's the time": 'It is 4:45 PM.',
    'could you tell me what time it is, please?': 'It is 4:45 PM.',
    'what time is it in Tokyo?': 'In Tokyo it is 12:45 AM on Saturday, November 21, 2026.',
    'time in new york': 'In New York it is 10:45 AM on Friday, November 20, 2026.',
    'current time in São Paulo': 'In São Paulo it is 12:45 PM on Friday, November 20, 2026.',
    'time in kathmandu': 'In Kathmandu it is 9:30 PM on Friday, November 20, 2026.',
    'what time is it in Paris, France': 'In Paris, France it is 4:45 PM on Friday, November 20, 2026.',
    'time in Sydney, Australia': 'In Sydney, Australia it is 2:45 AM on Saturday, November 21, 2026.',
    'time in UTC': 'In UTC it is 3:45 PM on Friday, November 20, 2026.',
    'time in EST': 'In EST it is 10:45 AM on Friday, November 20, 2026.',
    'what time is it in gmt+2': 'In GMT+2 it is 5:45 PM on Friday, November 20, 2026.',
    'what day is today in Auckland': 'In Auckland it is 4:45 AM on Saturday, November 21, 2026.',
    "what's the date in Auckland": 'In Auckland it is 4:45 AM on Saturday, November 21, 2026.',
    "what is tomorrow's date": 'That is Saturday, November 21, 2026.',
    "yesterday's date": 'That was Thursday, November 19, 2026.',
    '90 days from today': 'That is Thursday, February 18, 2027.',
    'what is 3 weeks from Friday?': 'That is Friday, December 11, 2026.',
    'what was 3 days ago': 'That was Tuesday, November 17, 2026.',
    'two weeks after Christmas': 'That is Friday, January 8, 2027.',
    'is it Friday today?': 'Today is Friday, November 20, 2026.',
    'is today sunday': 'Today is Friday, November 20, 2026.',
    'when is Easter this year': 'That was Sunday, April 5, 2026.',
    'what day is Christmas next year': 'That is Saturday, December 25, 2027.',
    'what day will Christmas be on in 2030': 'That is Wednesday, December 25, 2030.',
    'is next year a leap year': 'No, 2027 has 365 days.',
    'how many days are there in 2024': '2024: 366 days.',
    'how many days in 1970': '1970: 365 days.',
    'how long until 2030': 'In 1,138 days (3 years, 1 month, 12 days): Tuesday, January 1, 2030.',
    'how many years since 1969': '21,142 days ago (57 years, 10 months, 19 days): Wednesday, January 1, 1969.',
    'what day is it in Auckland': 'In Auckland it is 4:45 AM on Saturday, November 21, 2026.',
    'what day is it?': 'Today is Friday, November 20, 2026.',
    "what is today's date?": 'Today is Friday, November 20, 2026.',
    'what day is today': 'Today is Friday, November 20, 2026.',
    'what day is tomorrow': 'That is Saturday, November 21, 2026.',
    'what was the date yesterday': 'That was Thursday, November 19, 2026.',
    'what day is 3 weeks from Friday?': 'That is Friday, December 11, 2026.',
    'what day is three weeks after next Monday': 'That is Monday, December 14, 2026.',
    'what date is it in 90 days': 'That is Thursday, February 18, 2027.',
    'what day was 100 days ago': 'That was Wednesday, August 12, 2026.',
    'what day is it in twenty days': 'That is Thursday, December 10, 2026.',
    'what day is it in a week': 'That is Friday, November 27, 2026.',
    'what day is 3 days before Christmas': 'That is Tuesday, December 22, 2026.',
    'what date was last Monday': 'That was Monday, November 16, 2026.',
    'what date is next Friday': 'That is Friday, November 27, 2026.',
    'what day of the week was July 4th 1776': 'That was Thursday, July 4, 1776.',
    'what day was 5/1/2020': 'That was Friday, May 1, 2020.',
    'what day was 2024-02-29': 'That was Thursday, February 29, 2024.',
    'when is Easter 2027': 'That is Sunday, March 28, 2027.',
    'when is Halloween': 'That is Sunday, October 31, 2027.',
    'when was Christmas': 'That was Thursday, December 25, 2025.',
    'when is May 5th': 'That is Wednesday, May 5, 2027.',
    'when was May 5th': 'That was Tuesday, May 5, 2026.',
    'how many days until Christmas?': 'In 35 days: Friday, December 25, 2026.',
    'how many days until 24 December': 'In 34 days: Thursday, December 24, 2026.',
    'how many days until 5 May': 'In 166 days: Wednesday, May 5, 2027.',
    'how many weeks until Christmas Eve': 'In 34 days (4 weeks, 6 days): Thursday, December 24, 2026.',
    'how long until New Year': 'In 42 days (1 month, 12 days): Friday, January 1, 2027.',
    'how many days until Friday': 'Today: Friday, November 20, 2026.',
    'how long ago was 1 May 2020': '2,394 days ago (6 years, 6 months, 19 days): Friday, May 1, 2020.',
    'how many days since 9/11/2001': '9,201 days ago: Tuesday, September 11, 2001.',
    'how many days between Christmas and New Year': '7 days: Friday, December 25, 2026 – Friday, January 1, 2027.',
    'how many days between 1 June 2021 and 1 May 2020':
      '396 days (1 year, 1 month): Friday, May 1, 2020 – Tuesday, June 1, 2021.',
    'what week is it': 'That is week 47 of 2026.',
    'week number of 1 January 2027': 'That is week 53 of 2026.',
    'what year is it': 'It is 2026.',
    'what month is it': 'It is November 2026.',
    'is 2024 a leap year?': 'Yes, 2024 has 366 days.',
    'is 1900 a leap year': 'No, 1900 has 365 days.',
    'was 2000 a leap year': 'Yes, 2000 has 366 days.',
    'is this a leap year': 'No, 2026 has 365 days.',
    'how many days in february': 'February 2026: 28 days.',
    'how many days does April have': 'April: 30 days.',
  },
  'en-GB': {
    'what time is it': 'It is 16:45.',
    'what day was 5/1/2020': 'That was Sunday, 5 January 2020.',
  },
  de: {
    'Wie spät ist es?': 'Es ist 16:45 Uhr.',
    'wie spaet ist es in Kapstadt': 'In Kapstadt ist es 17:45 Uhr am Freitag, 20. November 2026.',
    'Wie viel Uhr ist es in Tokio?': 'In Tokio ist es 00:45 Uhr am Samstag, 21. November 2026.',
    'was ist 3 Wochen nach Freitag': 'Das ist Freitag, 11. Dezember 2026.',
    'ist heute Freitag?': 'Heute ist Freitag, 20. November 2026.',
    'wann ist Ostern nächstes Jahr': 'Das ist Sonntag, 28. März 2027.',
    'ist nächstes Jahr ein Schaltjahr': 'Nein, 2027 hat 365 Tage.',
    'wie viele Tage hat dieses Jahr': '2026: 365 Tage.',
    'Welcher Tag ist heute?': 'Heute ist Freitag, 20. November 2026.',
    'welcher Tag ist übermorgen': 'Das ist Sonntag, 22. November 2026.',
    'welcher Tag ist 3 Wochen nach Freitag?': 'Das ist Freitag, 11. Dezember 2026.',
    'welcher Tag ist in zwei Monaten': 'Das ist Mittwoch, 20. Januar 2027.',
    'welcher Tag ist in einundzwanzig Tagen': 'Das ist Freitag, 11. Dezember 2026.',
    'welches Datum war letzten Montag': 'Das war Montag, 16. November 2026.',
    'welcher Wochentag war der 4. Juli 1776': 'Das war Donnerstag, 4. Juli 1776.',
    'Wie viele Tage sind es noch bis Weihnachten?': 'In 35 Tagen: Freitag, 25. Dezember 2026.',
    'wie viele Tage bis zum 24. Dezember': 'In 34 Tagen: Donnerstag, 24. Dezember 2026.',
    'Wie lange ist der 1. Mai 2020 her?': 'Vor 2.394 Tagen (6 Jahre, 6 Monate und 19 Tage): Freitag, 1. Mai 2020.',
    'welche Kalenderwoche haben wir': 'Das ist die Kalenderwoche 47 (2026).',
    'ist 2024 ein Schaltjahr?': 'Ja, 2024 hat 366 Tage.',
    'wie viele Tage hat der Februar 2024': 'Februar 2024: 29 Tage.',
    'wann ist Ostern 2027': 'Das ist Sonntag, 28. März 2027.',
  },
  fr: {
    '3 semaines après vendredi': "C'est le vendredi 11 décembre 2026.",
    "est-ce qu'on est vendredi ?": 'Nous sommes le vendredi 20 novembre 2026.',
    "quand est Pâques l'année prochaine": "C'est le dimanche 28 mars 2027.",
    'Quelle heure est-il ?': 'Il est 16:45.',
    'quelle heure est-il à Londres ?': 'Londres : il est 15:45, vendredi 20 novembre 2026.',
    'quelle heure est-il au Japon': 'Japon : il est 00:45, samedi 21 novembre 2026.',
    'quel jour sommes-nous ?': 'Nous sommes le vendredi 20 novembre 2026.',
    'quel jour sera dans 3 semaines': "C'est le vendredi 11 décembre 2026.",
    'quel jour était lundi dernier': "C'était le lundi 16 novembre 2026.",
    'quel jour était le 14 juillet 1789': "C'était le mardi 14 juillet 1789.",
    'combien de jours avant Noël ?': 'Dans 35 jours : vendredi 25 décembre 2026.',
    'combien de jours depuis le 1er mai 2020': 'Il y a 2 394 jours : vendredi 1 mai 2020.',
    'quand est Pâques': "C'est le dimanche 28 mars 2027.",
    'combien de jours en fevrier 2024': 'Février 2024 : 29 jours.',
    '2024 est-elle une année bissextile ?': 'Oui, 2024 a 366 jours.',
    'quelle semaine sommes-nous': "C'est la semaine 47 de 2026.",
  },
  es: {
    '3 semanas después del viernes': 'Es el viernes, 11 de diciembre de 2026.',
    '¿hoy es viernes?': 'Hoy es viernes, 20 de noviembre de 2026.',
    '¿cuándo es Navidad el año que viene?': 'Es el sábado, 25 de diciembre de 2027.',
    '¿Qué hora es?': 'Hora: 16:45.',
    'que hora es en Nueva York': 'En Nueva York: 10:45, viernes, 20 de noviembre de 2026.',
    '¿Qué día es hoy?': 'Hoy es viernes, 20 de noviembre de 2026.',
    'qué día es pasado mañana': 'Es el domingo, 22 de noviembre de 2026.',
    'qué día es 3 semanas después del viernes': 'Es el viernes, 11 de diciembre de 2026.',
    'qué día fue hace 10 días': 'Fue el martes, 10 de noviembre de 2026.',
    'qué día fue el lunes pasado': 'Fue el lunes, 16 de noviembre de 2026.',
    'qué día fue el 4 de julio de 1776': 'Fue el jueves, 4 de julio de 1776.',
    '¿Cuántos días faltan para Navidad?': 'Dentro de 35 días: viernes, 25 de diciembre de 2026.',
    'cuántos días faltan para el 24 de diciembre': 'Dentro de 34 días: jueves, 24 de diciembre de 2026.',
    'hace cuántos días fue el 1 de mayo de 2020': 'Hace 2394 días: viernes, 1 de mayo de 2020.',
    'es bisiesto 2024': 'Sí, 2024 tiene 366 días.',
    'cuántos días tiene febrero de 2024': 'Febrero de 2024: 29 días.',
    'en qué semana estamos': 'Es la semana 47 de 2026.',
  },
}

describe('datetime', () => {
  it('says which setting is no time zone', async () => {
    const error = await at(now, 'Mars/Olympus').then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(String(error)).to.match(/"timezone" of the solver "datetime" is "Mars\/Olympus"/)
  })

  for (const [lang, questions] of Object.entries(declines)) {
    for (const question of questions) {
      it(`declines "${question}" in ${lang}`, async () => expect(await said(lang, question)).to.equal(''))
    }
  }
  for (const [lang, table] of Object.entries(answers)) {
    for (const [question, expected] of Object.entries(table)) {
      it(`answers "${question}" in ${lang}`, async () => expect(await said(lang, question)).to.equal(expected))
    }
  }

  const midnights: readonly [instant: string, timezone: string, date: string][] = [
    ['2026-12-31T23:30:00Z', 'UTC', 'Thursday, December 31, 2026'],
    ['2026-12-31T23:30:00Z', 'Europe/Berlin', 'Friday, January 1, 2027'],
    ['2026-01-01T03:00:00Z', 'America/New_York', 'Wednesday, December 31, 2025'],
    ['2026-06-01T11:00:00Z', 'Pacific/Kiritimati', 'Tuesday, June 2, 2026'],
  ]
  it("lives in the persona's time zone where it has none of its own", async () => {
    const solver = await createSolver(createDatetime({ now: () => new Date('2026-03-01T23:30:00Z') }))
    const context = testContext({ timezone: 'Asia/Tokyo' })
    expect((await settle(solver.solve(chatRequest('what is the date'), context))).text).to.match(/March 2, 2026/)
  })
  for (const [instant, timezone, date] of midnights) {
    it(`lives in its own time zone: ${timezone}`, async () =>
      expect(await said('en', 'what is the date', at(instant, timezone))).to.equal(`Today is ${date}.`))
  }

  it('counts days, not hours, where the clocks change', async () => {
    const eve = at('2026-03-28T23:30:00Z', 'Europe/Berlin')
    expect(await said('en', 'what day is tomorrow', eve)).to.equal('That is Monday, March 30, 2026.')
    expect(await said('en', 'how many days until 30 March', eve)).to.equal('Tomorrow: Monday, March 30, 2026.')
    const autumn = at('2026-10-24T22:30:00Z', 'Europe/Berlin')
    expect(await said('en', 'how many days until 26 October 2026', autumn)).to.equal(
      'Tomorrow: Monday, October 26, 2026.',
    )
  })

  it('finds the 29 of February', async () => {
    expect(await said('en', 'what day is one year after 2024-02-29')).to.equal('That was Friday, February 28, 2025.')
    expect(await said('en', 'what day is 1 month after 2025-01-31')).to.equal('That was Friday, February 28, 2025.')
  })

  it('answers at once where it need not read a date', async () => {
    const solver = await berlin
    for (const question of [
      'what time is it',
      'what day is 3 weeks from Friday',
      'how many days until Christmas',
      'hello',
    ]) {
      expect(solver.solve(chatRequest(question), testContext())).not.to.be.instanceOf(Promise)
    }
  })
})
