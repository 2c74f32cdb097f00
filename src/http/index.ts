/** What a surface is made of: `import { chatRoute } from 'dramatis/http'`. */

export type { TurnEvent } from '../core/types.ts'
export { decodeArguments, objectArguments, recalledArguments } from './arguments.ts'
export { type Block, type BlockStep, Blocks, blocksOf, type Finish, type WholeBlock } from './blocks.ts'
export { nestsTooDeep } from './body.ts'
export { answerChat, chatRoute, toCall } from './chat-route.ts'
export { type Answering, type Codec, type HttpCall, type Turn, withBody } from './codec.ts'
export { embedTexts, vectorAsBase64 } from './embed.ts'
export { missing, needed, refuse } from './fields.ts'
export { readForm } from './form.ts'
export { oneLine, sse } from './frames.ts'
export type { Framing } from './framing.ts'
export type { HostKeys } from './gate.ts'
export { guardHosts } from './hosts.ts'
export { ifKnown } from './if-known.ts'
export { requireListable } from './listable.ts'
export { base64, imageType, mediaOfUrl, partAsText, textOfEvent } from './media.ts'
export { mount, mountDeprecated, route, unlocked } from './mount.ts'
export { OpenCalls } from './open-calls.ts'
export { problemDetails } from './problem.ts'
export { splitMessage } from './split-message.ts'
export {
  type Asking,
  type CallLine,
  type Described,
  defineSurface,
  type ErrorAnswer,
  type Exchange,
  type Method,
  type OperationDocs,
  type PersonaInfo,
  type PluginInfo,
  type Route,
  type Surface,
  type SurfaceDefinition,
  type SurfaceHost,
} from './surface.ts'
export { SurfaceState } from './surface-state.ts'
