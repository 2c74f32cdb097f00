/** What a question asks, about which thing, in which language: `import { understand } from 'dramatis/questions'`. */
export { detectLanguage } from './detect.ts'
export { supportedLanguages } from './grammar.ts'
export { keywords } from './keywords.ts'
export { plain } from './plain.ts'
export { folded } from './text.ts'
export type { LifeEvent, QuestionKind, Subject, Understood } from './types.ts'
export { isRole, understand } from './understand.ts'
