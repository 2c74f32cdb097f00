import { OpenCalls, splitMessage } from '../../http/index.ts'
import type { Message, Part } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import type { ContentBody, PartBody, SystemInstructionBody } from './content-wire.ts'
import { checkPart, decodePart } from './parts.ts'
import { decodeResult } from './results.ts'

type Speaker = 'system' | 'user' | 'assistant'

/** A message whose parts may still be added to. */
type Draft = { role: Speaker; parts: Part[] } | Extract<Message, { role: 'tool' }>

/**
 * A conversation, its instructions first.
 * @throws RuntimeError `invalid-request` that names the field.
 */
export function decodeMessages(
  contents: readonly ContentBody[],
  instruction: SystemInstructionBody | undefined,
): readonly Message[] {
  const open = new OpenCalls()
  const messages: Draft[] = decodeInstruction(instruction)
  for (const [index, content] of contents.entries()) {
    for (const message of decodeContent(content, index, open)) add(message, messages)
  }
  return messages
}

/** Chat helpers keep every chunk of a streamed answer as a content of its own: together they are one message. */
function add(message: Draft, messages: Draft[]): void {
  const last = messages.at(-1)
  if (last?.role !== 'assistant' || message.role !== 'assistant') {
    messages.push(message)
    return
  }
  const [before, [first]] = [last.parts.at(-1), message.parts]
  const goesOn = before?.type === 'text' && first?.type === 'text'
  if (goesOn) last.parts[last.parts.length - 1] = { type: 'text', text: before.text + first.text }
  for (const part of goesOn ? message.parts.slice(1) : message.parts) last.parts.push(part)
}

function decodeContent({ role, parts = [] }: ContentBody, index: number, open: OpenCalls): readonly Draft[] {
  const at = `/contents/${index}/parts`
  const speaker = role === 'model' ? 'assistant' : role === 'system' ? 'system' : 'user'
  if (parts.length === 0 && speaker !== 'assistant') {
    throw new RuntimeError('invalid-request', 'contents.parts must not be empty.', { pointer: at, problem: 'missing' })
  }
  return splitMessage(speaker, parts, (part, position) => {
    const callId = `call_${index}_${position}`
    if (!part.functionResponse) return decodeSaid(part, speaker, `${at}/${position}`, callId, open)
    checkPart(part, `${at}/${position}`)
    return decodeResult(part.functionResponse, `${at}/${position}/functionResponse`, callId, open)
  })
}

function decodeSaid(part: PartBody, speaker: Speaker, at: string, callId: string, open: OpenCalls): readonly Part[] {
  if (part.functionCall && speaker !== 'assistant') {
    const message = 'A function call can only be made by the role "model".'
    throw new RuntimeError('invalid-request', message, { pointer: `${at}/functionCall`, problem: 'value' })
  }
  const decoded = decodePart(part, at, callId)
  for (const one of decoded) if (one.type === 'call') open.add(one.call)
  if (speaker !== 'assistant') return decoded
  return decoded.filter((one) => one.type !== 'text' || one.text !== '') // the end of a stream says nothing more
}

function decodeInstruction(instruction: SystemInstructionBody | undefined): Draft[] {
  if (instruction === undefined) return []
  const parts = partsOfInstruction(instruction).flatMap((part, index) => {
    if (typeof part !== 'string') return decodePart(part, `/systemInstruction/parts/${index}`, `call_system_${index}`)
    return [{ type: 'text', text: part } as const]
  })
  return parts.length === 0 ? [] : [{ role: 'system', parts }]
}

function partsOfInstruction(instruction: SystemInstructionBody): readonly (string | PartBody)[] {
  if (typeof instruction === 'string') return [instruction]
  if (isList(instruction)) return instruction
  if (instruction.parts) return instruction.parts
  const { role: _role, ...part } = instruction
  return Object.keys(part).length === 0 ? [] : [part] // one with a role alone has nothing to say
}

/** `Array.isArray` does not tell a readonly array from the rest of a union. */
function isList<T>(value: object | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
