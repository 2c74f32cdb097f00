const voice = 'no solver of this version speaks in the voice of the persona'

/** Keys of other persona runtimes that have no effect here, each with the reason that the warning gives. */
const foreignKeys: Readonly<Record<string, string>> = {
  memory_module: 'conversations are kept by the host',
  system_prompt: voice,
  system_prompt_strategy: voice,
  personal_background: voice,
  language_style: voice,
  knowledge_domains: voice,
  interaction_samples: voice,
  gender: 'no solver reads it',
  attitudes: 'no solver reads it',
  priority: 'solvers are asked in the order of the file',
}

/** Why a key has no effect, or undefined where it is no known key of another runtime. */
export function foreignReason(key: string, value: unknown): string | undefined {
  if (Object.hasOwn(foreignKeys, key)) return foreignKeys[key]
  const isBlock = typeof value === 'object' && value !== null
  return isBlock && key.startsWith('ovos-') ? 'no solver of that name is in the chain' : undefined
}
