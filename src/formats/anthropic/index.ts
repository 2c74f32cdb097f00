/** The vendor's messages, as its own API carries them and as Bedrock does. */
export { encodeError } from './errors.ts'
export { anthropicFraming } from './framing.ts'
export { messagesCodec } from './messages.ts'
export { decodeQuestion } from './request.ts'
export { decodeThinking, encodeSignature, redactedData } from './thinking.ts'
export { countSchema, messagesSchema } from './wire.ts'
