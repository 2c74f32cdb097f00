import { primaryLanguage } from 'dramatis'
import { de } from './languages/de.ts'
import { en } from './languages/en.ts'
import { es } from './languages/es.ts'
import { fr } from './languages/fr.ts'
import type { Language } from './languages/language.ts'
import { type Locale, makeLocale } from './locale.ts'
import { makeWording, type Wording } from './wording.ts'

interface Found {
  readonly locale: Locale
  readonly wording: Wording
  /** The tag in its canonical form. */
  readonly lang: string
}

const languages: Readonly<Record<string, Language>> = { de, en, es, fr }
/** Clients choose the tags, so only so many are kept. */
const mostTags = 50

const locales = new Map<string, Locale>()
const byTag = new Map<string, Found>()

/** What answering in a language needs, made at its first use; undefined for a language that is not supported. */
export function localeFor(tag: string): Found | undefined {
  const known = byTag.get(tag)
  if (known) return known
  const primary = primaryLanguage(tag)
  const language = Object.hasOwn(languages, primary) ? languages[primary] : undefined
  if (!language) return undefined
  const locale = locales.get(primary) ?? makeLocale(primary, language)
  locales.set(primary, locale)
  const lang = canonical(tag) ?? primary
  if (byTag.size >= mostTags) byTag.clear()
  const found = { locale, wording: makeWording(lang), lang }
  byTag.set(tag, found)
  return found
}

/** Undefined where the tag is malformed. */
function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
