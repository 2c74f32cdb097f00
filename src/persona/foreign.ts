import { characterKeys } from './voice.ts'

const voice = 'only language models speak in the voice of the persona'
const kept = 'conversations are kept by the host'
const language = 'the language is that of the request, else that of the persona'
const translation = 'nothing is translated; a solver answers in the languages that it knows'
const keywords = 'the host finds the keywords of a question itself'

/** Keys of other persona runtimes that have no effect here, each with the reason that the warning gives. */
export const foreignKeys: Readonly<Record<string, string>> = {
  memory_module: kept,
  gender: 'no solver reads it',
  attitudes: 'no solver reads it',
  priority: 'solvers are asked in the order of the file',
}

/** Settings that every solver of another runtime may have. */
export const foreignSettings: Readonly<Record<string, string>> = {
  priority: 'solvers are asked in the order of the file',
  system_prompt: voice,
  lang: language,
  default_lang: language,
  internal_lang: language,
  supported_langs: translation,
  enable_tx: translation,
  translation_plugin: translation,
  detection_plugin: translation,
  enable_cache: 'a solver decides itself what it caches',
  keyword_extractor: keywords,
  extractive_qa: 'an answer is the beginning of an article',
  summarizer: '"sentences" says how long an answer is',
  min_conf: 'it is called "minConfidence" here',
  n_answer: 'a solver gives one answer',
  enable_memory: kept,
  memory_size: kept,
  allow_system_prompts: '"system_prompt_strategy" of the persona says what becomes of them',
}

const botVariable = 'what the bot tells of itself stands in its brain, as a "! var" line'

/** Settings that one solver of another runtime has, by the id of its counterpart. */
const foreignSettingsOf: Readonly<Record<string, readonly [keys: readonly string[], reason: string]>> = {
  rivescript: [
    [
      ...[
        'name',
        'birthday',
        'sex',
        'master',
        'eye_color',
        'hair',
        'hair_length',
        'job',
        'website',
        'pet',
        'interests',
      ],
      ...['color', 'band', 'book', 'author', 'song', 'videogame', 'movie'].map((thing) => `favorite_${thing}`),
    ],
    botVariable,
  ],
}

/** Why a key of a file has no effect, or undefined where it is no known key of another runtime. */
export function foreignReason(key: string, value: unknown): string | undefined {
  if (Object.hasOwn(foreignKeys, key)) return foreignKeys[key]
  const isBlock = typeof value === 'object' && value !== null
  if (!isBlock || !isForeignId(key)) return undefined
  const words = wordsOf(key)
  if (words.includes('memory')) return kept
  if (words.some((word) => ['toolbox', 'tools'].includes(word)))
    return 'toolboxes of other runtimes do not load; name those there are under "toolboxes"'
  return 'no solver of that name is in the chain'
}

/** Why a setting that a solver does not know has no effect, or undefined where it is nobody's. */
export function foreignSettingReason(solver: string, key: string): string | undefined {
  if (Object.hasOwn(foreignSettings, key)) return foreignSettings[key]
  const [keys, reason] = foreignSettingsOf[solver] ?? []
  return keys?.includes(key) ? reason : undefined
}

/** Whether a file is of a runtime where every persona spoke through a language model, and none had a chain. */
export function isAgentFile(file: object): boolean {
  return characterKeys.some((key) => Object.hasOwn(file, key))
}

/** Whether a plugin's id is one of OpenVoiceOS. */
export function isForeignId(id: string): boolean {
  return /^ovos[-_]/i.test(id)
}

/** `ovos-solver-plugin-aiml` is made of `ovos`, `solver`, `plugin` and `aiml`. */
export function wordsOf(id: string): readonly string[] {
  return id.toLowerCase().split(/[^a-z0-9]+/)
}
