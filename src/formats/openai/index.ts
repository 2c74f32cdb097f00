/** What OpenAI's own API and its many imitations have in common. */
export { chatCodec, type OpenAiTurn } from './chat.ts'
export { completionCodec } from './completions.ts'
export { embeddings } from './embeddings.ts'
export { encodeError, errorBody } from './errors.ts'
export { openAiFraming, openAiRoutes } from './routes.ts'
export { chatSchema, completionSchema } from './wire.ts'
