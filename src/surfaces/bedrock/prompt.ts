import { type ChatRequest, type Limits, lastQuestion, type Message, type Part } from '../../index.ts'

type Role = 'system' | 'user' | 'assistant'

/**
 * How a family of models writes a conversation into one text: who speaks after which mark. `undefined` marks nobody and
 * is cut out.
 */
export type Template = Readonly<Record<string, Role | undefined>>

/** Every mark that means nothing else, in whichever template it stands. */
const shared: Template = {
  '<|begin_of_text|>': undefined,
  '<|start_header_id|>system<|end_header_id|>': 'system',
  '<|start_header_id|>user<|end_header_id|>': 'user',
  '<|start_header_id|>assistant<|end_header_id|>': 'assistant',
  '<|eot_id|>': undefined,
  '<|im_start|>system': 'system',
  '<|im_start|>user': 'user',
  '<|im_start|>assistant': 'assistant',
  '<|im_end|>': undefined,
  '<s>': undefined,
  '</s>': undefined,
  '[INST]': 'user',
  '[/INST]': 'assistant',
  '<<SYS>>': 'system',
  '<</SYS>>': 'user',
  '<\uFF5Cbegin\u2581of\u2581sentence\uFF5C>': undefined,
  '<\uFF5CUser\uFF5C>': 'user',
  '<\uFF5CAssistant\uFF5C>': 'assistant',
  '<\uFF5Cend\u2581of\u2581sentence\uFF5C>': undefined,
  '\n\nHuman:': 'user',
  '\n\nAssistant:': 'assistant',
}

/** Titan's marks are words that may stand in any text, so nobody else's prompts are cut at them. */
const titan: Template = { ...shared, '\nUser:': 'user', '\nBot:': 'assistant' }

const pattern = patternOf(shared)
const titanPattern = patternOf(titan)

/** A prompt of a family that has no template. */
export function plainRequest(prompt: string, limits: Limits): ChatRequest {
  return toRequest([], prompt, limits, [])
}

/** The conversation that a prompt holds. Images belong to its question. */
export function promptRequest(prompt: string, limits: Limits, images: readonly Part[] = []): ChatRequest {
  return toRequest(splitPrompt(prompt, pattern, shared), prompt, limits, images)
}

/** The same for Titan, which has marks of its own. */
export function titanRequest(prompt: string, limits: Limits): ChatRequest {
  return toRequest(splitPrompt(`\n${prompt}`, titanPattern, titan), prompt, limits, [])
}

function toRequest(messages: readonly Message[], prompt: string, limits: Limits, images: readonly Part[]): ChatRequest {
  const said: readonly Message[] = messages.some(({ role }) => role === 'user')
    ? messages
    : [{ role: 'user', parts: [{ type: 'text', text: prompt }] }]
  const last = said.findLastIndex(({ role }) => role === 'user')
  const shown = said.map((message, index) =>
    index === last ? { ...message, parts: [...message.parts, ...images] } : message,
  )
  return { question: lastQuestion(shown), messages: shown, limits }
}

/** The conversation that a prompt holds. Words before the first mark are instructions; nothing is said between two. */
function splitPrompt(prompt: string, marks: RegExp, template: Template): readonly Message[] {
  const messages: Message[] = []
  let role: Role = 'system'
  let start = 0
  const say = (end: number): void => {
    const text = prompt.slice(start, end).trim()
    if (text !== '' && text !== '<think>') messages.push({ role, parts: [{ type: 'text', text }] })
  }
  for (const { 0: mark, index } of prompt.matchAll(marks)) {
    say(index)
    role = template[mark] ?? role
    start = index + mark.length
  }
  say(prompt.length)
  return messages
}

function patternOf(template: Template): RegExp {
  const marks = Object.keys(template).sort((one, other) => other.length - one.length)
  return new RegExp(marks.map((mark) => mark.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g')
}
