import type Anthropic from '@anthropic-ai/sdk'
import type { ChatRequest, Message } from 'dramatis'
import type { Model } from './model.ts'

type Effort = NonNullable<Anthropic.OutputConfig['effort']>

interface Thinking {
  thinking?: Anthropic.ThinkingConfigParam
  effort?: Effort
  /** Thoughts count as well. */
  maxTokens: number
}

/** Tokens of an answer without its thoughts, where nobody says. */
const usual = 4096
const least = 1024

/** What an effort comes to in tokens, in ascending order. */
const budgets: readonly (readonly [effort: Effort, tokens: number])[] = [
  ['low', 2048],
  ['medium', 8192],
  ['high', 16_384],
  ['xhigh', 24_576],
  ['max', 27_648],
]

/**
 * How the model is told to think, with room for it. A forced call of a tool goes without: the vendor refuses both.
 * Source: `ThinkingConfigParam` of the vendor's SDK.
 */
export function encodeThinking(model: Model, request: ChatRequest, maxTokens: number | undefined): Thinking {
  const { reasoning, toolChoice } = request
  const effort = reasoning?.effort ?? (reasoning?.budget === undefined ? model.effort : undefined)
  const without = { maxTokens: maxTokens ?? usual }
  if (!reasoning && effort === undefined) return without
  if (effort === 'none') return { ...without, thinking: { type: 'disabled' } }
  const forced = typeof toolChoice === 'object' || toolChoice === 'required'
  const tokens = reasoning?.budget ?? tokensOf(effort)
  switch (model.thinking) {
    case 'adaptive': {
      const said = encodeEffort(effort, reasoning?.budget)
      if (forced) return { ...without, ...said }
      return { maxTokens: maxTokens ?? usual + tokens, thinking: { type: 'adaptive', display: 'summarized' }, ...said }
    }
    case 'budget': {
      const given = Math.max(least, tokens)
      const fitting = maxTokens === undefined || given < maxTokens ? given : Math.floor(maxTokens / 2)
      if (forced || fitting < least || hasBegunWithoutThoughts(request.messages)) return without
      return { maxTokens: maxTokens ?? usual + fitting, thinking: { type: 'enabled', budget_tokens: fitting } }
    }
  }
}

function tokensOf(effort: string | undefined): number {
  if (effort === 'minimal') return least
  return budgets.find(([name]) => name === effort)?.[1] ?? 8192
}

/** `minimal` is others' word, and what is unknown here the vendor may know. Nothing said: the model decides. */
function encodeEffort(effort: string | undefined, budget: number | undefined): { effort?: Effort } {
  if (effort !== undefined) return { effort: effort === 'minimal' ? 'low' : (effort as Effort) }
  if (budget === undefined) return {}
  return { effort: budgets.find(([, tokens]) => budget <= tokens)?.[0] ?? 'max' }
}

/** With a budget, a turn that calls tools must have begun with thoughts; other protocols do not bring them back. */
function hasBegunWithoutThoughts(messages: readonly Message[]): boolean {
  const turn = messages.slice(messages.findLastIndex(({ role }) => role === 'user') + 1)
  const calling = turn.find(({ role, parts }) => role === 'assistant' && parts.some(({ type }) => type === 'call'))
  return calling !== undefined && !calling.parts.some((part) => part.type === 'reasoning' && part.opaque !== undefined)
}
