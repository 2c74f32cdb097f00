import { en } from './en.ts'
import type { Language } from './language.ts'

/** For every other language: figures and signs are understood, words are not. */
export const figures: Language = {
  ...en,
  openings: [],
  closings: [],
  skipped: [],
  words: new Map(),
  forms: [],
  numbers: {
    ones: {},
    tens: {},
    hundred: [],
    scales: {},
    joiners: [],
    point: [],
    fractions: {},
    article: [],
  },
  units: {},
}
