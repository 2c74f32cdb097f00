import type { ToolboxChange, Toolset } from '../../index.ts'
import type { OfferServer } from './server.ts'

/**
 * Tells a client of a change over its session, or over its process; of an address only where it has subscribed to it.
 * `always` leaves that to the library, which knows what clients of 2026-07-28 listen to.
 */
export function tellServer(
  { server, watched }: OfferServer,
  what: ToolboxChange,
  always = false,
): Promise<void> | undefined {
  switch (what) {
    case 'tools':
      return server.sendToolListChanged()
    case 'resources':
      return server.sendResourceListChanged()
    case 'prompts':
      return server.sendPromptListChanged()
    default:
      return always || watched.has(what.uri) ? server.sendResourceUpdated(what) : undefined
  }
}

/** Hears of the changes of one toolset at a time; where another one takes its place, everything has changed. */
export class Follower {
  readonly #tell: (what: ToolboxChange) => void
  #followed: Toolset | undefined
  #stop = (): void => {}

  constructor(tell: (what: ToolboxChange) => void) {
    this.#tell = tell
  }

  follow(toolset: Toolset): void {
    if (this.#followed === toolset) return
    const isFirst = this.#followed === undefined
    this.stop()
    this.#followed = toolset
    this.#stop = toolset.onChange(this.#tell)
    if (!isFirst) for (const what of ['tools', 'resources', 'prompts'] as const) this.#tell(what)
  }

  stop(): void {
    this.#stop()
  }
}
