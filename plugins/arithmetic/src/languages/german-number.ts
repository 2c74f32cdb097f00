import { folded } from 'dramatis/questions'

const spelled: Readonly<Record<string, number>> = {
  null: 0,
  ein: 1,
  eins: 1,
  zwei: 2,
  zwo: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwölf: 12,
  dreizehn: 13,
  vierzehn: 14,
  fünfzehn: 15,
  sechzehn: 16,
  siebzehn: 17,
  achtzehn: 18,
  neunzehn: 19,
  zwanzig: 20,
  dreißig: 30,
  vierzig: 40,
  fünfzig: 50,
  sechzig: 60,
  siebzig: 70,
  achtzig: 80,
  neunzig: 90,
}
const small = new Map(Object.entries(spelled).map(([word, value]) => [folded(word), value]))

/** A number below a million that is written in one word, folded: `dreiundzwanzigtausendfunfhundert`. */
export function germanNumber(word: string): number | undefined {
  const at = word.indexOf('tausend')
  if (at < 0) return belowThousand(word)
  const thousands = at === 0 ? 1 : belowThousand(word.slice(0, at))
  const rest = word.slice(at + 'tausend'.length)
  const others = rest === '' ? 0 : belowThousand(rest.replace(/^und/, ''))
  return thousands && others !== undefined ? thousands * 1000 + others : undefined
}

function belowThousand(word: string): number | undefined {
  const at = word.indexOf('hundert')
  if (at < 0) return belowHundred(word)
  const hundreds = at === 0 ? 1 : small.get(word.slice(0, at))
  const rest = word.slice(at + 'hundert'.length)
  const others = rest === '' ? 0 : belowHundred(rest.replace(/^und/, ''))
  return hundreds && hundreds < 20 && others !== undefined ? hundreds * 100 + others : undefined
}

function belowHundred(word: string): number | undefined {
  const whole = small.get(word)
  if (whole !== undefined) return whole
  const at = word.indexOf('und')
  const [ones, tens] = [small.get(word.slice(0, Math.max(at, 0))), small.get(word.slice(at + 3))]
  return ones && ones < 10 && tens && tens >= 20 ? tens + ones : undefined
}
