import type { SurfaceHost } from '../../http/index.ts'
import { compileChecking, RuntimeError } from '../../index.ts'
import { Cards } from './cards.ts'
import { hybridCard } from './hybrid-card.ts'
import { type A2aSettings, settingsSchema } from './settings.ts'

/** Where gRPC would be served, and what the settings say of this surface. */
export interface CardPlace {
  readonly grpcPort: number | undefined
  readonly settings: object
}

/**
 * The card of a persona, or of the host, as a client gets it that does not say which version it speaks.
 * @throws RuntimeError `unknown-persona`, `invalid-settings`
 */
export async function cardOf(host: SurfaceHost, name: string | undefined, place: CardPlace): Promise<object> {
  const [problem] = compileChecking(settingsSchema)(place.settings)
  if (problem) {
    const message = `Wrong settings: "surfaces/a2a${problem.pointer}" ${problem.message}.`
    throw new RuntimeError('invalid-settings', message)
  }
  const cards = new Cards(host, place.settings as A2aSettings) // it has just been checked
  cards.grpcPort = place.grpcPort
  return hybridCard(await cards.card(name === undefined ? undefined : host.find(name), host.publicUrl))
}
