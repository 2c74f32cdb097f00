import { surfaces } from '../../src/surfaces/index.ts'

/** Tasks of A2A go on when their clients leave, and its requests carry no history: its suites are its own. */
const others = ['a2a', 'api', 'health', 'mcp', 'metrics', 'tools']

/** The surfaces whose clients bring the conversation along, and wait for the answer. */
export const chatting: readonly string[] = Object.keys(surfaces).filter((name) => !others.includes(name))
