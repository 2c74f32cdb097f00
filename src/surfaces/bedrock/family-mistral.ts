import { chatCodec } from '../../formats/openai/index.ts'
import { type Codec, withBody } from '../../http/index.ts'
import { bareFraming } from './invoke.ts'
import { decodePrompt } from './prompt-body.ts'
import { endOf } from './stop-reason.ts'
import { type Said, textCodec } from './text-codec.ts'

/** Mistral's text completions. */
export const mistral = textCodec({
  decode: ({ body }) => decodePrompt(body),
  body: ([said]) => mistralPiece(said),
  piece: (said) => mistralPiece(said),
})

export function mistralPiece({ text, finish }: Said) {
  return { outputs: [{ text, stop_reason: endOf(finish) }] }
}

/** DeepSeek's text completions. */
export const deepseek = textCodec({
  decode: ({ body }) => decodePrompt(body),
  body: ([said]) => deepseekPiece(said),
  piece: (said) => deepseekPiece(said),
})

export function deepseekPiece({ text, finish }: Said) {
  return { choices: [{ index: 0, text, stop_reason: endOf(finish) }] }
}

interface Completion {
  choices: readonly { message?: object; delta?: object; finish_reason: string | null }[]
}

const chat = chatCodec({ ...bareFraming, frame: (json) => JSON.stringify(renamed(JSON.parse(json))) })

/** Mistral's chat is OpenAI's, where the vendor names what a piece says and why it ended otherwise: both are sent. */
export const mistralChat: Codec<ReturnType<typeof chat.decode>> = {
  ...chat,
  decode: (call) => chat.decode(withBody(call, renamedChoice(call.body))),
  // a chat completion has choices
  body: (events, turn, answering) => renamed(chat.body(events, turn, answering) as Completion),
}

/** `any` is Mistral's word for a call that must be made. */
function renamedChoice(body: unknown): unknown {
  const isAny = typeof body === 'object' && body !== null && 'tool_choice' in body && body.tool_choice === 'any'
  return isAny ? { ...body, tool_choice: 'required' } : body
}

function renamed(completion: Completion): object {
  const choices = completion.choices.map((choice) => ({
    ...choice,
    message: choice.message ?? choice.delta,
    stop_reason: choice.finish_reason,
  }))
  return { ...completion, choices }
}
