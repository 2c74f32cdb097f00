import { surfaces } from '../../../src/surfaces/index.ts'
import type { FuzzedEndpoint } from '../endpoint.ts'
import { anthropic } from './anthropic.ts'
import { bedrock } from './bedrock.ts'
import { cohere } from './cohere.ts'
import { gemini } from './gemini.ts'
import { ollama } from './ollama.ts'
import { openAi } from './openai.ts'
import { responses } from './responses.ts'
import { tgi } from './tgi.ts'

const all: readonly FuzzedEndpoint[] = [
  ...openAi,
  ...responses,
  ...ollama,
  ...anthropic,
  ...gemini,
  ...cohere,
  ...tgi,
  ...bedrock,
]

/** Every endpoint that chats. */
export const endpoints: readonly FuzzedEndpoint[] = all.filter(({ surface }) => surface in surfaces)
