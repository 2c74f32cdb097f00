import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Answers of the Cohere API, by the serializers inside the vendor's SDK, which its package does not export. */

interface Serializer {
  parseOrThrow(value: unknown, options: { unrecognizedObjectKeys: 'fail' }): unknown
}

interface Serialization {
  NonStreamedChatResponse: Serializer
  StreamedChatResponse: Serializer
  V2ChatResponse: Serializer
  V2ChatStreamResponse: Serializer
}

const require = createRequire(import.meta.url)
const { v2, ...rest } = require(join(dirname(require.resolve('cohere-ai')), 'serialization'))
const serializers: Serialization = { ...rest, ...v2 }

/** @throws Error that lists where the value is not what the SDK knows. */
export function checkCohere(name: keyof Serialization, value: unknown): void {
  serializers[name].parseOrThrow(value, { unrecognizedObjectKeys: 'fail' })
}
