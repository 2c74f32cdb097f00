import { primaryLanguage } from 'dramatis'
import { separatorsOf } from './figures.ts'
import { NumberFormatter } from './format.ts'
import { de } from './languages/de.ts'
import { en } from './languages/en.ts'
import { es } from './languages/es.ts'
import { figures } from './languages/figures.ts'
import { fr } from './languages/fr.ts'
import type { Language } from './languages/language.ts'
import type { Style } from './render.ts'
import { makeVocabulary, type Vocabulary } from './vocabulary.ts'

/** Everything that answering in a locale needs. */
export interface Locale {
  readonly vocabulary: Vocabulary
  readonly style: Style
  /** Absent where only figures are understood: what cannot be said is left to others. */
  readonly refusals?: Language['refusals']
}

const languages: Readonly<Record<string, Language>> = { de, en, es, fr }
/** Clients choose the tags, so only so many are kept. */
const mostLocales = 50

/** Makes locales as they are first asked for. `digits` is for results, `unitDigits` for those with a unit. */
export function makeLocales(digits: number, unitDigits: number): (tag: string) => Locale {
  const made = new Map<string, Locale>()
  const vocabularies = new Map<string, Vocabulary>()
  return (tag) => {
    const known = made.get(tag)
    if (known) return known
    if (made.size >= mostLocales) made.clear()
    const locale = makeLocale(supported(tag))
    made.set(tag, locale)
    return locale
  }

  function makeLocale(tag: string): Locale {
    const primary = primaryLanguage(tag)
    const language = Object.hasOwn(languages, primary) ? (languages[primary] ?? figures) : figures
    return {
      vocabulary: vocabularyOf(primary, language, tag),
      style: {
        numbers: new NumberFormatter(tag),
        plurals: new Intl.PluralRules(tag),
        lists: new Intl.ListFormat(tag, { type: 'conjunction' }),
        language,
        plain: { figures: digits, places: 30 },
        units: { figures: unitDigits, places: unitDigits + 1 },
      },
      ...(language === figures ? {} : { refusals: language.refusals }),
    }
  }

  /** Compiling takes milliseconds, so locales that write figures alike share it. */
  function vocabularyOf(primary: string, language: Language, tag: string): Vocabulary {
    const separators = separatorsOf(tag)
    const key = language === figures ? separators.decimal : primary + separators.decimal
    const vocabulary = vocabularies.get(key) ?? makeVocabulary(language, separators)
    vocabularies.set(key, vocabulary)
    return vocabulary
  }
}

/** The tag in its canonical form; a tag that is none stands for the language it begins with. */
function supported(tag: string): string {
  for (const candidate of [tag, primaryLanguage(tag)]) {
    try {
      const [locale] = Intl.NumberFormat.supportedLocalesOf(candidate)
      if (locale !== undefined) return locale
    } catch {
      // Not a language tag: the shorter one may be.
    }
  }
  return 'und'
}
