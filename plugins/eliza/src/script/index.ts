import type { Script } from '../script.ts'
import { bot } from './bot.ts'
import { care } from './care.ts'
import { courtesies } from './courtesies.ts'
import { fallbacks, memories } from './last.ts'
import { moods } from './moods.ts'
import { questions } from './questions.ts'
import { self } from './self.ts'
import { topics } from './topics.ts'
import { before, groups } from './words.ts'

/** The bundled script: small talk in English. */
export const smallTalk: Script = {
  before,
  groups,
  keywords: [...care, ...bot, ...questions, ...topics, ...moods, ...self, ...courtesies],
  memories,
  fallbacks,
}
