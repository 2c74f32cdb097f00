import { StreamResponse, type Task, type TaskPushNotificationConfig } from '@a2a-js/sdk'
import { V03PushNotificationSerializer } from '@a2a-js/sdk/compat/v0_3/server'
import { Agent, request } from 'undici'
import { lookupPublic, requirePublicUrl } from './addresses.ts'
import type { EngineOptions } from './options.ts'

const legacy = new V03PushNotificationSerializer()

export interface Notification {
  readonly config: TaskPushNotificationConfig
  /** Whether the receiver speaks protocol 0.3. */
  readonly legacy: boolean
  readonly event: StreamResponse
  /** The task as it was at that event, as far as that is known. */
  readonly task: Task
}

/** Sends notifications. Connections go to addresses that have been checked, and redirects are not followed. */
export class Delivery {
  readonly #options: EngineOptions['push']
  readonly #agent: Agent

  constructor(options: EngineOptions['push']) {
    this.#options = options
    this.#agent = new Agent({
      connect: { timeout: options.timeout, ...(options.allowPrivate ? {} : { lookup: lookupPublic }) },
      keepAliveTimeout: 4_000,
    })
  }

  /** @throws whatever has gone wrong: the address is not allowed, nobody is there, or the answer is not 2xx */
  async send(notification: Notification): Promise<void> {
    const { config } = notification
    await requirePublicUrl(config.url, this.#options.allowPrivate)
    const { body, contentType } = encode(notification)
    const { statusCode, body: answer } = await request(config.url, {
      method: 'POST',
      dispatcher: this.#agent,
      headers: { 'content-type': contentType, ...credentials(config) },
      body,
      signal: AbortSignal.timeout(this.#options.timeout),
    })
    await answer.dump({ limit: 16_384 })
    if (statusCode < 200 || statusCode > 299) throw new Error(`The receiver answered with status ${statusCode}.`)
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }
}

function encode({ event, task, legacy: older }: Notification): { body: string; contentType: string } {
  if (older) return legacy.serialize(event, task)
  return { body: JSON.stringify(StreamResponse.toJSON(event)), contentType: 'application/a2a+json' }
}

function credentials({ token, authentication }: TaskPushNotificationConfig): Record<string, string> {
  const headers: Record<string, string> = {}
  if (token !== '') headers['x-a2a-notification-token'] = token
  if (authentication && authentication.credentials !== '') {
    headers['authorization'] = `${authentication.scheme || 'Bearer'} ${authentication.credentials}`
  }
  return headers
}
