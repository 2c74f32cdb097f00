import type { Usage } from './types.ts'

/** Both together. What nobody has counted stays untold. */
export function sumUsage(one: Usage | undefined, other: Usage | undefined): Usage | undefined {
  if (!one || !other) return one ?? other
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    ...together('cachedTokens', one, other),
    ...together('reasoningTokens', one, other),
    ...(one.estimated || other.estimated ? { estimated: true } : {}),
  }
}

function together(key: 'cachedTokens' | 'reasoningTokens', one: Usage, other: Usage): Partial<Usage> {
  if (one[key] === undefined && other[key] === undefined) return {}
  return { [key]: (one[key] ?? 0) + (other[key] ?? 0) }
}
