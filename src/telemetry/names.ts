/**
 * Names of the GenAI semantic conventions of OpenTelemetry, all of which are still in development: this is the one
 * place that knows them. Source: open-telemetry/semantic-conventions-genai, v1.41.
 */
export const operation = 'gen_ai.operation.name'
export const provider = 'gen_ai.provider.name'
export const agentId = 'gen_ai.agent.id'
export const conversationId = 'gen_ai.conversation.id'
export const inputTokens = 'gen_ai.usage.input_tokens'
export const outputTokens = 'gen_ai.usage.output_tokens'
export const toolName = 'gen_ai.tool.name'
export const errorType = 'error.type'

/** Values of `operation`. */
export const operations = { turn: 'invoke_agent', solver: 'chat', tool: 'execute_tool' } as const

/** What the conventions have no name for. */
export const own = {
  turn: 'dramatis.turn.id',
  solver: 'dramatis.solver.id',
  outcome: 'dramatis.outcome',
  reason: 'dramatis.reason',
  firstWord: 'dramatis.turn.first_word_ms',
} as const
