/** Cohere's chat formats, which its own API speaks and others carry. */
export { type EmbeddingType, embeddingType, encodeVectors } from './embeddings.ts'
export { lines } from './framing.ts'
export { decodeLimits } from './limits.ts'
export { encodeUsage } from './usage.ts'
export { v1ChatCodec } from './v1-chat.ts'
export { v1ChatSchema } from './v1-wire.ts'
export { v2ChatCodec } from './v2-chat.ts'
export { v2ChatSchema } from './v2-wire.ts'
