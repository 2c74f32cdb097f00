import { closest, distance } from 'fastest-levenshtein'
import type { Message, Part } from './types.ts'

const bytesPerToken = 4

/**
 * The one rule for token counts where no model gives them: four UTF-8 bytes make a token, rounded up.
 * It is close for English and not far off for scripts that take three bytes a character.
 */
export function estimateTokens(bytes: number): number {
  return Math.ceil(bytes / bytesPerToken)
}

/** The number of UTF-8 bytes that `tokens` tokens may fill, by the same rule. */
export function tokenBytes(tokens: number): number {
  return tokens * bytesPerToken
}

/** The longest prefix of `text` that fits into `bytes` UTF-8 bytes and ends between code points. */
export function cutBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text
  let used = 0
  let end = 0
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > bytes) break
    end += character.length
  }
  return text.slice(0, end)
}

/** What of a message can be read: its text parts, and its data parts as JSON, one after another. */
export function textOf(parts: readonly Part[]): string {
  let text = ''
  for (const part of parts) {
    if (part.type === 'text') text += part.text
    else if (part.type === 'data') text += JSON.stringify(part.data)
  }
  return text
}

/** The question of a conversation: the text of its last user message, or nothing. */
export function lastQuestion(messages: readonly Message[]): string {
  const last = messages.findLast((message) => message.role === 'user')
  return last ? textOf(last.parts) : ''
}

/** The tokens of a conversation by the one rule: never 0, which clients take for a failure. */
export function estimateInput(messages: readonly Message[]): number {
  return Math.max(1, estimateTokens(countBytes(messages)))
}

/** UTF-8 bytes of everything a conversation says, tool calls included. */
export function countBytes(messages: readonly Message[]): number {
  let bytes = 0
  for (const { parts } of messages) for (const part of parts) bytes += partBytes(part)
  return bytes
}

function partBytes(part: Part): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return Buffer.byteLength(part.text)
    case 'data':
      return Buffer.byteLength(JSON.stringify(part.data) ?? '')
    case 'call':
      return Buffer.byteLength(part.call.name) + Buffer.byteLength(JSON.stringify(part.call.input) ?? '')
    case 'image':
    case 'audio':
    case 'file':
      return 0
  }
}

/** `Old School Bot!` becomes `old-school-bot`: what an id may hold. Empty where no letter survives. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
}

/** The candidate that a person most likely meant, or undefined where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length < 3 || word.length > 100) return undefined
  const all = [...candidates]
  if (all.length === 0) return undefined
  const lower = word.toLowerCase()
  const best = closest(
    lower,
    all.map((candidate) => candidate.toLowerCase()),
  )
  const found = all.find((candidate) => candidate.toLowerCase() === best)
  return distance(lower, best) <= Math.max(1, Math.floor(word.length / 3)) ? found : undefined
}

/** `; did you mean "x"?`, or nothing: the tail of an error about an unknown name. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates)
  return near === undefined ? '' : `; did you mean "${near}"?`
}

/** Whether a text is what a pattern of `*` and `?` means. A regular expression with many `*` would take for ever. */
export function matchesPattern(text: string, pattern: string): boolean {
  let [at, index, star, resume] = [0, 0, -1, 0]
  while (at < text.length) {
    const expected = pattern[index]
    if (expected === '*') {
      ;[star, resume] = [index, at]
      index += 1
    } else if (expected === '?' || expected === text[at]) {
      at += 1
      index += 1
    } else if (star >= 0) {
      resume += 1 // the latest star takes one character more
      ;[at, index] = [resume, star + 1]
    } else {
      return false
    }
  }
  return /^\**$/.test(pattern.slice(index))
}

/** A text for people to read: whoever logs in by a URL in it, and passwords of its query, are masked. */
export function withoutLogins(text: string): string {
  return text.replace(/(\/\/)[^/\s]{1,1000}@/g, '$1***@').replace(/([?&][a-z_]*password=)[^&#\s]+/gi, '$1***')
}
