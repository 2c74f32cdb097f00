import { expect } from 'chai'
import { chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import arithmetic from 'dramatis-solver-arithmetic'

solverContract('arithmetic', arithmetic, {
  answers: { 'what is 15% of 80?': '12', '0.1 + 0.2': '= 0.3', '12 km in miles': '≈ 7.4565 miles' },
  declines: ['what is love?', 'call 555-1234', '2024', 'I have 2 cats and 3 dogs'],
})

const solver = createSolver(arithmetic)
const said = async (lang: string, question: string, config?: object) =>
  settle(
    (await (config ? createSolver(arithmetic, config) : solver)).solve(chatRequest(question), testContext({ lang })),
  )

/** Which spaces and apostrophes a locale has differs from one release of its data to the next. */
const plainly = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replaceAll('’', "'")

/** What is declined, by language. */
const declines: Record<string, readonly string[]> = {
  en: [
    '',
    'what is 7?',
    '-5',
    '10%',
    '3/4/2024',
    'what is 3/4/2024?',
    '2024-05-01',
    '3/4/24',
    '555-1234',
    '1-800-555-1234',
    '1914-1918',
    '24/7',
    'what is 9/11?',
    '12:30',
    'what is a mile',
    'what is a quarter?',
    'what is 3 and 4',
    'what is five six',
    '10 20',
    '1,2,3',
    '192.168.0.1 + 1',
    '2 + 3 apples',
    '(2 + 3',
    '2 + 3)',
    '2 +',
    '* 3',
    '3 of 4',
    '5 km to kg',
    'what is 2 1/2?',
    '1/2 1/2',
    '2 1/2 3',
    'half an hour',
    'twice a week',
    '8 / 2 1/2',
    '5 foot 10',
    '5 km + 3 kg',
    '5 km * 3 km',
    '5 km in furlongs',
    '(-3)!',
    '2.5!',
    '20 C + 20 F',
    '1e999999',
    'gcd of 1.5 and 2',
    'average of 5',
    'the times they are a changing',
    'what is the average',
    'what time is it in Tokyo',
    'how many days until Christmas',
    'was ist 15% von 80?',
    'process.exit(1)',
    '2; DROP TABLE users',
    '__proto__ + 1',
    'constructor + 1',
  ],
  de: ['was ist Liebe?', 'Es ist 5 vor 12', 'drei Männer im Schnee', 'what is 2 plus 2', '12:30', '5 Pfund in kg'],
  fr: ["qu'est-ce que l'amour", 'trois hommes', 'what is 2 plus 2'],
  es: ['qué es el amor', 'quiero dos cervezas', 'what is 2 plus 2'],
  ja: ['what is 2 + 2', '12 km in miles', '1/0', '愛とは何ですか'],
}

const answers: Record<string, Readonly<Record<string, string>>> = {
  en: {
    '2+2': '2 + 2 = 4',
    '2+2=?': '2 + 2 = 4',
    'what is 555-1234': '555 - 1,234 = -679',
    'Hey, could you tell me what 2 + 2 is, please?': '2 + 2 = 4',
    "what's two plus two": '2 + 2 = 4',
    'how much is 5 times 5?': '5 × 5 = 25',
    'what does 5 + 5 equal?': '5 + 5 = 10',
    'please calculate 3 x 4': '3 × 4 = 12',
    '3x4': '3 × 4 = 12',
    '1/3': '1 ÷ 3 ≈ 0.333333333333',
    '2/3': '2 ÷ 3 ≈ 0.666666666667',
    '-1/3': '-1 ÷ 3 ≈ -0.333333333333',
    '1/1024': '1 ÷ 1,024 = 0.0009765625',
    '1/3 to 4 decimal places': '1 ÷ 3 ≈ 0.3333',
    'round 2.5': '2.5 ≈ 3',
    'round 2.345 to 2 decimal places': '2.345 ≈ 2.35',
    '100 000 / 3': '100,000 ÷ 3 ≈ 33,333.3333333',
    '1 - 2 - 3': '1 - 2 - 3 = -4',
    '1 - (2 - 3)': '1 - (2 - 3) = 2',
    '(1+2)*3': '(1 + 2) × 3 = 9',
    '2(3+4)': '2 × (3 + 4) = 14',
    '8 / 4 / 2': '8 ÷ 4 ÷ 2 = 1',
    '8 / (4 / 2)': '8 ÷ (4 ÷ 2) = 4',
    '2^3^2': '2^(3^2) = 512',
    '2**10': '2^10 = 1,024',
    '-2^2': '-2^2 = -4',
    '(-2)^2': '(-2)^2 = 4',
    '2^-2': '2^-2 = 0.25',
    '2^0.5': '2^0.5 ≈ 1.41421356237',
    '(-8)^(1/3)': '(-8)^(1 ÷ 3) = -2',
    '0^0': '0^0 = 1',
    '2 × 3 ÷ 4': '2 × 3 ÷ 4 = 1.5',
    '5 − 3': '5 - 3 = 2',
    '17 mod 5': '17 mod 5 = 2',
    '17 % 5': '17 mod 5 = 2',
    '-7 mod 3': '-7 mod 3 = 2',
    'five squared': '5^2 = 25',
    '5²': '5^2 = 25',
    'what is 2 to the power of 10?': '2^10 = 1,024',
    'what is the square root of 16?': '√16 = 4',
    'square root of 2': '√2 ≈ 1.41421356237',
    'sqrt(2.25)': '√2.25 = 1.5',
    'cube root of -27': '∛(-27) = -3',
    '5!': '5! = 120',
    'what is the factorial of 20': '20! = 2,432,902,008,176,640,000',
    '100!': '100! ≈ 9.33262154439 × 10^157',
    '2^1000': '2^1,000 ≈ 1.07150860719 × 10^301',
    '10^-12 / 3': '10^-12 ÷ 3 ≈ 3.33333333333 × 10^-13',
    '2 pi': '2 × π ≈ 6.28318530718',
    '15 percent of 80': '15% of 80 = 12',
    'increase 80 by 15%': '80 + 15% = 92',
    '80 + 15%': '80 + 15% = 92',
    '15% off 80': '80 - 15% = 68',
    'what percentage is 20 of 80?': '20 of 80 = 25%',
    'what percent of 80 is 20': '20 of 80 = 25%',
    '20 is what percent of 60': '20 of 60 ≈ 33.3333333333%',
    'what is 1/4 of 100?': '1/4 of 100 = 25',
    '10 + 3/4 of 8': '10 + 3/4 of 8 = 16',
    '1/2 cup in ml': '0.5 cups ≈ 118.29 ml',
    '3/4" in mm': '0.75 in = 19.05 mm',
    '2 1/2 cups in ml': '2.5 cups ≈ 591.47 ml',
    '1 1/2 + 2': '1.5 + 2 = 3.5',
    '3 * 2 2/3': '3 × 8/3 = 8',
    '5 foot 10 in cm': '5 feet 10 in = 177.8 cm',
    "5'10 in cm": '5 ft 10 in = 177.8 cm',
    'convert 6 ft 2 to meters': '6 ft 2 in = 1.8796 meters',
    '100 / 1/2': '100 ÷ 1 ÷ 2 = 50',
    "what's 3/4 as a percentage": '3 ÷ 4 = 75%',
    '0.125 as a percent': '0.125 = 12.5%',
    '10 out of 40 as a percentage': '10 of 40 = 25%',
    '2 + 2 🙂': '2 + 2 = 4',
    '🧮 what is 2 + 2, please? 🙏🏽': '2 + 2 = 4',
    '3 * 1 km': '3 × 1 km = 3 km',
    'what is half an hour in minutes': '1/2 of 1 hour = 30 minutes',
    'half of 30': '1/2 of 30 = 15',
    'half of a third of 90': '1/2 of 1/3 of 90 = 15',
    'three quarters of 80': '3/4 of 80 = 60',
    'half a dozen plus 1': '1/2 of 12 + 1 = 7',
    'double 5': '2 × 5 = 10',
    'a dozen times 3': '12 × 3 = 36',
    'twenty-three times two': '23 × 2 = 46',
    'one hundred and five plus one': '105 + 1 = 106',
    'twelve hundred plus one': '1,200 + 1 = 1,201',
    'three million two hundred thousand and six divided by four': '3,200,006 ÷ 4 = 800,001.5',
    '1.5 million + 1': '1,500,000 + 1 = 1,500,001',
    'three point one four times 2': '3.14 × 2 = 6.28',
    'two and a half times 2': '2.5 × 2 = 5',
    'average of 1, 2 and 6': 'average of 1, 2, and 6 = 3',
    'the sum of 5 and 7': '5 + 7 = 12',
    'difference between 10 and 4': '10 - 4 = 6',
    'subtract 3 from 10': '10 - 3 = 7',
    'gcd of 12 and 18': 'greatest common divisor of 12 and 18 = 6',
    'lcm(4, 6)': 'least common multiple of 4 and 6 = 12',
    '1,000 * 2': '1,000 × 2 = 2,000',
    '1 000 * 2': '1,000 × 2 = 2,000',
    '1.000,5 + 1': '1,000.5 + 1 = 1,001.5',
    '1e3 + 1': '1,000 + 1 = 1,001',
    'how many feet are in a mile?': '1 mile = 5,280 feet',
    '1 mile in km': '1 mile = 1.609344 km',
    'a light year in km': '1 light year = 9,460,730,472,580.8 km',
    '100 F to C': '100 °F ≈ 37.778 °C',
    '-40 f in c': '-40 °F = -40 °C',
    '0 K in celsius': '0 K = -273.15 degrees Celsius',
    'convert 3 cups to ml': '3 cups ≈ 709.76 ml',
    '2½ cups in ml': '2.5 cups ≈ 591.47 ml',
    '5\'10" in cm': '5 ft 10 in = 177.8 cm',
    '6 ft 2 in in cm': '6 ft 2 in = 187.96 cm',
    '12 in in cm': '12 in = 30.48 cm',
    '10 m^2 in square feet': '10 m² ≈ 107.64 square feet',
    '60 mph in km/h': '60 mph = 96.56064 km/h',
    '1 hour and 30 minutes in seconds': '1 hour 30 minutes = 5,400 seconds',
    '500 mb in gb': '500 MB = 0.5 GB',
    '100 Mb in MB': '100 Mbit = 12.5 MB',
    'how many bytes in 5 MiB': '5 MiB = 5,242,880 bytes',
    '2 kwh in joules': '2 kWh = 7,200,000 joules',
    '32 psi to bar': '32 psi ≈ 2.2063 bars',
    '10 lbs in kg': '10 lb ≈ 4.5359 kg',
    '5 km + 300 m': '5 km + 300 m = 5.3 km',
    '3 * 5 km': '3 × 5 km = 15 km',
    '10 km / 4 km': '10 km ÷ 4 km = 2.5',
    'what is a tenth of 5 km': '1/10 of 5 km = 0.5 km',
    'what is 1/0?': 'Division by zero has no result.',
    '5 mod 0': 'Division by zero has no result.',
    '0^-1': 'Division by zero has no result.',
    'sqrt(-4)': 'An even root of a negative number is not a real number.',
  },
  de: {
    'Was ist 15% von 80?': '15 % von 80 = 12',
    'wie viel ist dreiundzwanzig mal zwei': '23 × 2 = 46',
    'fünf hoch drei': '5^3 = 125',
    '1.000,5 + 1': '1.000,5 + 1 = 1.001,5',
    '0,1 + 0,2': '0,1 + 0,2 = 0,3',
    '1.5 + 1': '1,5 + 1 = 2,5',
    '1,000.5 + 1': '1.000,5 + 1 = 1.001,5',
    '12 km in Meilen': '12 km ≈ 7,4565 Meilen',
    'Wie viele Meter hat eine Meile?': '1 Meile = 1.609,344 Meter',
    'die Hälfte von 30': '1/2 von 30 = 15',
    '15% Rabatt auf 80': '80 - 15 % = 68',
    'wie viel Prozent sind 20 von 80?': '20 von 80 = 25 %',
    'zweihundertfünfundvierzigtausendsechshundertelf plus drei Millionen': '245.611 + 3.000.000 = 3.245.611',
    'drei Komma fünf mal zwei': '3,5 × 2 = 7',
    '10 : 4': '10 ÷ 4 = 2,5',
    'Durchschnitt von 1, 2 und 3': 'Durchschnitt von 1, 2 und 3 = 2',
    'Wurzel aus 16': '√16 = 4',
    '10 geteilt durch 0': 'Eine Division durch null hat kein Ergebnis.',
  },
  'de-CH': { '1’000 + 1': "1'000 + 1 = 1'001" },
  fr: {
    'combien font 15% de 80 ?': '15 % de 80 = 12',
    'quatre-vingt-dix-sept fois deux': '97 × 2 = 194',
    'soixante et onze plus un': '71 + 1 = 72',
    '0,1 + 0,2': '0,1 + 0,2 = 0,3',
    '1 000,5 * 2': '1 000,5 × 2 = 2 001',
    'la moitié de 30': '1/2 de 30 = 15',
    'racine carree de 16': '√16 = 4',
    'combien de mètres dans un kilomètre ?': '1 kilomètre = 1 000 mètres',
    '3 l en ml': '3 l = 3 000 ml',
    'quel pourcentage de 80 représente 20 ?': '20 de 80 = 25 %',
    'cinq cents plus trois mille': '500 + 3 000 = 3 500',
    'trois au carré': '3^2 = 9',
    '10 divisé par 0': "Une division par zéro n'a pas de résultat.",
  },
  es: {
    '¿Cuánto es el 15% de 80?': '15 % de 80 = 12',
    'cuanto son dos mas dos': '2 + 2 = 4',
    'treinta y tres por dos': '33 × 2 = 66',
    'doscientos cincuenta más uno': '250 + 1 = 251',
    'cien mil entre cuatro': '100.000 ÷ 4 = 25.000',
    '¿cuántos metros hay en una milla?': '1 milla = 1609,344 metros',
    'qué porcentaje de 80 es 20': '20 de 80 = 25 %',
    'aumenta 80 en un 15%': '80 + 15 % = 92',
    'raíz cuadrada de 16': '√16 = 4',
    '10 entre 0': 'Una división entre cero no tiene resultado.',
  },
  ja: { '2 + 2': '2 + 2 = 4', '1,000 × 2': '1,000 × 2 = 2,000', '２＋（３×４）': '2 + 3 × 4 = 14' },
  ar: { '٣ + ٤': '3 + 4 = 7', '٢٫٥ × ٢': '2.5 × 2 = 5' },
  hi: { '१२ × २': '12 × 2 = 24' },
  'no such tag': { '1 + 1': '1 + 1 = 2' },
}

describe('arithmetic', () => {
  for (const [lang, questions] of Object.entries(declines)) {
    for (const question of questions) {
      it(`declines "${question}" in ${lang}`, async () => expect((await said(lang, question)).text).to.equal(''))
    }
  }
  for (const [lang, table] of Object.entries(answers)) {
    for (const [question, expected] of Object.entries(table)) {
      it(`answers "${question}" in ${lang}`, async () => {
        const { text, weak } = await said(lang, question)
        expect(plainly(text)).to.equal(expected)
        expect(weak).to.equal(false)
      })
    }
  }

  for (const question of ['9^9^9^9', '100000!', '2^99999999999', '(10^1000)*(10^1000)', '2^(1/1000)', '10^200!']) {
    it(`leaves "${question}" to whoever can work it out, and owns up where nobody can`, async () => {
      const started = performance.now()
      expect(await said('en', question)).to.include({ weak: true })
      expect(performance.now() - started).to.be.below(200)
    })
  }

  it('rounds as far as the settings say', async () => {
    expect((await said('en', '1/3', { digits: 3 })).text).to.equal('1 ÷ 3 ≈ 0.333')
    expect((await said('en', '12 km in miles', { unitDigits: 8 })).text).to.equal('12 km ≈ 7.4564543 miles')
  })

  it('answers without a promise', async () => {
    expect((await solver).solve(chatRequest('1 + 1'), testContext())).to.equal('1 + 1 = 2')
  })
})
