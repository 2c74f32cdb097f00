import { folded } from 'dramatis/questions'
import type { Language } from './languages/language.ts'
import type { UnitWord } from './node.ts'
import { otherSymbols, type Unit, units } from './units.ts'

/** Units by symbol as it is written, and by symbol in lower case. */
const bySymbol = new Map<string, UnitWord>()
const byLowerSymbol = new Map<string, UnitWord>()
for (const [symbol, unit] of units) addSymbol(symbol, unit)
for (const [other, symbol] of Object.entries(otherSymbols)) {
  const unit = units.get(symbol)
  if (unit) addSymbol(other, unit)
}

/** The unit that a symbol such as `km/h` stands for, in whatever case. */
export function unitOfSymbol(symbol: string): UnitWord | undefined {
  return bySymbol.get(symbol) ?? byLowerSymbol.get(symbol.toLowerCase())
}

/** The units of a language by their names, folded. */
export function unitNames(language: Language): ReadonlyMap<string, UnitWord> {
  const names = new Map<string, UnitWord>()
  for (const [symbol, [one, other, ...others]] of Object.entries(language.units)) {
    const unit = units.get(symbol)
    if (!unit) throw new Error(`The language table names a unit "${symbol}" that units.ts does not have.`)
    for (const name of [one, other, ...others])
      names.set(folded(name).replaceAll('-', ' '), { unit, words: { one, other } })
  }
  return names
}

function addSymbol(symbol: string, unit: Unit): void {
  for (const spelling of [
    symbol,
    symbol.replace('²', '2').replace('³', '3'),
    symbol.replace('²', '^2').replace('³', '^3'),
  ]) {
    if (!bySymbol.has(spelling)) bySymbol.set(spelling, { unit })
    if (!byLowerSymbol.has(spelling.toLowerCase())) byLowerSymbol.set(spelling.toLowerCase(), { unit })
  }
}
