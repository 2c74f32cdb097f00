import { llamaPiece } from './family-llama.ts'
import { deepseekPiece, mistralPiece } from './family-mistral.ts'
import { decodePrompt } from './prompt-body.ts'
import { type Said, textCodec } from './text-codec.ts'

/**
 * A prompt that neither its body nor the model's id gives to a family: a persona's name is nobody's. The answer says
 * its text under the name that each family has for it, so that every client of such a family finds it.
 */
export const generic = textCodec({
  decode: ({ body }) => decodePrompt(body),
  body: ([said]) => everywhere(said),
  piece: (said) => everywhere(said),
})

function everywhere(said: Said): object {
  return { completion: said.text, ...llamaPiece(said), ...mistralPiece(said), ...deepseekPiece(said) }
}
