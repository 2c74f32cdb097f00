import type { Usage } from '../../index.ts'

/** `Usage`, and the same fields of `ApiMeta`. Nothing is billed here, but clients read the tokens from either place. */
export function encodeUsage(usage: Usage | undefined): object {
  const tokens = { input_tokens: usage?.inputTokens ?? 0, output_tokens: usage?.outputTokens ?? 0 }
  return { billed_units: tokens, tokens, cached_tokens: usage?.cachedTokens ?? 0 }
}
