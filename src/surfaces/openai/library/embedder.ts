import { AsyncResource } from 'node:async_hooks'
import type { PersonaInfo, SurfaceHost } from '../../../http/index.ts'
import { isRuntimeError, RuntimeError } from '../../../index.ts'

/** Texts that one call embeds: services have limits of their own, mostly higher. */
const textsAtOnce = 64

/** What chunks and queries are made into vectors with, where a persona can. Nothing here ever fails: words are enough. */
export class Embedder {
  readonly #host: SurfaceHost
  readonly #wanted: string | false | undefined
  readonly #asHost: <Result>(run: () => Result) => Result

  /** @throws RuntimeError `invalid-settings` where the persona that is wanted cannot embed, or is not there */
  constructor(host: SurfaceHost, wanted: string | false | undefined) {
    this.#host = host
    this.#wanted = wanted
    // The operator has chosen who embeds. Callers need not be allowed to ask that persona anything.
    const resource = new AsyncResource('dramatis-embedder')
    this.#asHost = (run) => resource.runInAsyncScope(run)
    if (typeof wanted === 'string' && !this.#persona()) {
      const message = `"surfaces/openai/embedder" names "${wanted}", and no persona of that name can embed.`
      throw new RuntimeError('invalid-settings', message)
    }
  }

  /** The id of the persona, which tells vectors of one kind from those of another. */
  get id(): string | undefined {
    return this.#asHost(() => this.#persona()?.id)
  }

  /** Vectors of length 1, or undefined where they cannot be had; the log says why. */
  async embed(
    texts: readonly string[],
    purpose: 'search_query' | 'search_document',
    signal: AbortSignal,
  ): Promise<readonly Float32Array[] | undefined> {
    return await this.#asHost(async () => {
      const persona = this.#persona()
      if (!persona) return undefined
      try {
        const all: Float32Array[] = []
        for (let from = 0; from < texts.length; from += textsAtOnce) {
          const inputs = texts.slice(from, from + textsAtOnce)
          const { vectors } = await this.#host.embed(persona, { inputs, purpose }, { signal })
          if (vectors.length !== inputs.length) throw new Error(`${inputs.length} texts gave ${vectors.length} vectors`)
          all.push(...vectors.map(normalized))
        }
        return all
      } catch (error) {
        if (!signal.aborted) {
          this.#host.log.warn({ persona: persona.id, err: error }, 'A vector store could not embed; it goes by words.')
        }
        return undefined
      }
    })
  }

  #persona(): PersonaInfo | undefined {
    const wanted = this.#wanted
    if (wanted === false) return undefined
    if (wanted === undefined) return this.#host.personas().find(({ embeds }) => embeds)
    try {
      const persona = this.#host.find(wanted)
      return persona.embeds ? persona : undefined
    } catch (error) {
      if (isRuntimeError(error)) return undefined // it was deleted meanwhile
      throw error
    }
  }
}

function normalized(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? vector.map((value) => value / length) : vector
}
