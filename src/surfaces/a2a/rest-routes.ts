import type { Method } from '../../http/index.ts'

export type RestOperation =
  | 'send'
  | 'stream'
  | 'list'
  | 'get'
  | 'act'
  | 'push'
  | 'pushes'
  | 'pushOf'
  | 'dropPush'
  | 'card'

/** Where HTTP+JSON has its operations, below the address of an agent. The router wants `::` for a colon. */
export const restPaths: readonly (readonly [Method, string, RestOperation])[] = [
  ['POST', '/message::send', 'send'],
  ['POST', '/message::stream', 'stream'],
  ['GET', '/tasks', 'list'],
  // `tasks/{id}:cancel` and `tasks/{id}:subscribe` too
  ['GET', '/tasks/:id', 'get'],
  ['POST', '/tasks/:id', 'act'],
  ['POST', '/tasks/:id/pushNotificationConfigs', 'push'],
  ['GET', '/tasks/:id/pushNotificationConfigs', 'pushes'],
  ['GET', '/tasks/:id/pushNotificationConfigs/:config', 'pushOf'],
  ['DELETE', '/tasks/:id/pushNotificationConfigs/:config', 'dropPush'],
]
