import { chatCodec } from '../../formats/openai/index.ts'
import { claude, claudeText } from './family-claude.ts'
import { cohere, cohereMessages, cohereText } from './family-cohere.ts'
import { generic } from './family-generic.ts'
import { llama } from './family-llama.ts'
import { deepseek, mistral, mistralChat } from './family-mistral.ts'
import { nova } from './family-nova.ts'
import { titan } from './family-titan.ts'
import { type Body, bareFraming, type Family, family } from './invoke.ts'

const chat = chatCodec(bareFraming)

/**
 * Asked in this order. What the shape of a body leaves open, the vendor's name in the model's id decides; personas may
 * be called Claude or Nova.
 */
export const families: readonly Family[] = [
  family((body, model) => 'messages' in body && ('anthropic_version' in body || model.includes('anthropic.')), claude),
  family(
    (body, model) => 'prompt' in body && ('max_tokens_to_sample' in body || model.includes('anthropic.')),
    claudeText,
  ),
  family((body) => 'inputText' in body, titan),
  family((body, model) => 'messages' in body && (isNova(body) || model.includes('amazon.nova')), nova),
  family((body, model) => 'messages' in body && model.includes('mistral.'), mistralChat),
  family((body, model) => 'messages' in body && model.includes('cohere.'), cohereMessages),
  family((body) => 'messages' in body, chat),
  family((body) => 'message' in body || 'chat_history' in body, cohere),
  family((body, model) => 'prompt' in body && ('max_gen_len' in body || model.includes('meta.')), llama),
  family((body, model) => 'prompt' in body && model.includes('mistral.'), mistral),
  family((body, model) => 'prompt' in body && model.includes('deepseek.'), deepseek),
  family((body, model) => 'prompt' in body && ('num_generations' in body || model.includes('cohere.')), cohereText),
  family((body) => 'prompt' in body, generic),
]

/** Its blocks have no `type`: they are named by their only key. */
function isNova({ messages, ...body }: Body): boolean {
  if ('schemaVersion' in body || 'inferenceConfig' in body || 'toolConfig' in body) return true
  const content: unknown = Array.isArray(messages) ? messages[0]?.content : undefined
  const block: unknown = Array.isArray(content) ? content[0] : undefined
  return typeof block === 'object' && block !== null && !('type' in block)
}
