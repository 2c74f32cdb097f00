import { expect } from 'chai'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import faq from 'dramatis-solver-faq'

const entries = {
  accents: { question: '¿Cuál es el horario de atención?', answer: 'De 10 a 18.' },
  umlaut: { question: 'Straße und Größe der Wohnung', answer: 'Lindenstraße, 80 m².' },
  polish: { question: 'Gdzie jest łódź?', answer: 'W porcie.' },
  greek: { question: 'Πού είναι το κατάστημα;', answer: 'Στην πλατεία.' },
  russian: { question: 'Сколько стоит доставка?', answer: '300 рублей.' },
  arabic: { question: 'ما هي ساعات العمل؟', answer: 'من ٩ إلى ٥' },
  hindi: { question: 'दुकान कब खुलती है?', answer: 'दस बजे।' },
  japanese: { question: '営業時間を教えてください', answer: '10時から18時までです。' },
  chinese: { question: '可以退货吗?', answer: '三十天内可以。' },
  korean: { question: '배송은 얼마나 걸리나요?', answer: '이틀입니다.' },
  thai: { question: 'ร้านเปิดกี่โมง', answer: 'สิบโมง' },
  french: { question: "Où est l'arrêt de bus ?", answer: 'Place du Marché.' },
  wide: { question: 'ＡＢＣ1２ warranty', answer: 'Two years.' },
  hyphen: { question: 'Is there Wi-Fi?', answer: 'In every room.' },
  sharp: { question: "What's C# for?", answer: 'Programs.' },
}

/** Questions that are the same to the solver, and some that are only alike. */
const same: [question: string, entry: keyof typeof entries][] = [
  ['cual es el horario de atencion', 'accents'],
  ['CUÁL ES EL HORARIO DE ATENCIO\u0301N', 'accents'],
  ['strasse und grosse der wohnung', 'umlaut'],
  ['gdzie jest lodz', 'polish'],
  ['που ειναι το καταστημα', 'greek'],
  ['СКОЛЬКО СТОИТ ДОСТАВКА', 'russian'],
  ['ما هي سَاعات العَمل', 'arabic'],
  ['दुकान कब खुलती है', 'hindi'],
  ['배송은 얼마나 걸리나요', 'korean'],
  ['où est l’arrêt de bus', 'french'],
  ['abc12 warranty', 'wide'],
  ['is there wifi', 'hyphen'],
  ['whats c# for', 'sharp'],
]
const alike: [question: string, entry: keyof typeof entries | undefined][] = [
  ['営業時間は?', 'japanese'],
  ['今日の天気は?', undefined],
  ['怎么退货', 'chinese'],
  ['배송 얼마나 걸려요', 'korean'],
  ['ร้านเปิดกี่โมงครับ', 'thai'],
  ['arret du bus', 'french'],
  ['\u{1F600}', undefined],
  ['__proto__ constructor', undefined],
]

describe('faq, in the scripts of the world', () => {
  const ask = async (question: string) => {
    const solver = await createSolver(faq, { entries: Object.values(entries) })
    return settle(solver.solve(chatRequest(question), testContext()))
  }
  for (const [question, entry] of same) {
    it(`${question} is the same as ${entries[entry].question}`, async () => {
      expect(await ask(question)).to.include({ text: entries[entry].answer, confidence: 1 })
    })
  }
  for (const [question, entry] of alike) {
    it(`${question} finds ${entry ?? 'nothing'}`, async () => {
      expect((await ask(question)).text).to.equal(entry === undefined ? '' : entries[entry].answer)
    })
  }
})

describe('faq, with slips of the keyboard', () => {
  const slips: [question: string, found: boolean][] = [
    ['where is my refnud', true],
    ['where is my refunnd', true],
    ['recieve my refund', true],
    ['where is my fund', false],
    ['what is 12346', false],
  ]
  for (const [question, found] of slips) {
    it(`${question} ${found ? 'is understood' : 'is something else'}`, async () => {
      const answer = 'After five days.'
      const other = { question: 'What is 12345?', answer: 'Our number.' }
      const solver = await createSolver(faq, {
        entries: [{ question: 'When do I receive my refund?', answer }, other],
        floor: 0.4,
      })
      const { text } = await settle(solver.solve(chatRequest(question), testContext()))
      expect(text).to.equal(found ? answer : '')
    })
  }
})
