import { mediaOfUrl } from '../../http/index.ts'
import { type ChatRequest, lastQuestion, type Message, type Part, RuntimeError } from '../../index.ts'

const opening = '![]('

/**
 * A prompt as a question. Images stand in it as Markdown without a description, `![](data:...)` or `![](https://...)`.
 * @throws RuntimeError `invalid-request` where it is empty, or the data of an image is wrong.
 */
export function decodePrompt(prompt: string, pointer: string): Pick<ChatRequest, 'question' | 'messages'> {
  if (prompt === '') {
    const name = pointer.slice(1)
    throw new RuntimeError('invalid-request', `\`${name}\` cannot be empty.`, { pointer, problem: 'value' })
  }
  const messages: readonly Message[] = [{ role: 'user', parts: decodeParts(prompt, pointer) }]
  return { question: lastQuestion(messages), messages }
}

function decodeParts(prompt: string, pointer: string): readonly Part[] {
  const parts: Part[] = []
  let written = 0
  let at = prompt.indexOf(opening)
  while (at >= 0) {
    const end = prompt.indexOf(')', at)
    if (end < 0) break
    const url = prompt.slice(at + opening.length, end)
    if (/^(?:data:|https?:\/\/)/i.test(url)) {
      if (at > written) parts.push({ type: 'text', text: prompt.slice(written, at) })
      parts.push({ type: 'image', ...mediaOfUrl(url, pointer, 'image/*') })
      written = end + 1
    }
    at = prompt.indexOf(opening, end)
  }
  if (written < prompt.length) parts.push({ type: 'text', text: prompt.slice(written) })
  return parts
}
