import { RuntimeError } from '../core/errors.ts'
import { isSolverError } from '../core/solver-error.ts'
import type { Embeddings, EmbedRequest, Log } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import { memoryOf } from './conversation.ts'
import type { Persona } from './persona.ts'
import { retried } from './retry.ts'
import { Watch } from './watch.ts'

/**
 * Asks the first solver of a persona that can embed; nobody else's vectors would fit to its own.
 * @throws RuntimeError `unsupported` where none can, `solver-failed` and `timeout` where it fails.
 */
export async function embed(persona: Persona, request: EmbedRequest, waiting: Waiting, log: Log): Promise<Embeddings> {
  const link = persona.links.find(({ solver }) => solver.embed)
  if (!link?.solver.embed) {
    throw new RuntimeError('unsupported', `"${persona.name}" cannot embed: no solver of its chain can.`)
  }
  const { solver } = link
  const deadline = performance.now() + persona.deadline
  const watch = new Watch(waiting, deadline)
  const context = {
    signal: watch.signal,
    log,
    tools: [],
    memory: memoryOf(new Map()),
    lang: persona.lang,
    timezone: persona.timezone,
    whole: true,
  }
  try {
    const embeddings = await retried(link, waiting, deadline, async (limit) =>
      watch.wait(Promise.resolve(solver.embed?.(request, context)), limit, 'no-first-word'),
    )
    if (embeddings?.vectors.length !== request.inputs.length) {
      throw new TypeError(`It gave ${embeddings?.vectors.length} vectors for ${request.inputs.length} texts.`)
    }
    if (!embeddings.vectors.every(isVector)) throw new TypeError('It gave a vector that is none.')
    return embeddings
  } catch (error) {
    if (error instanceof RuntimeError && (error.code === 'timeout' || error.code === 'cancelled')) throw error
    log.warn({ solver: link.id, persona: persona.id, err: error }, 'A solver failed to embed.')
    throw failureOf(error)
  } finally {
    watch.close()
  }
}

/** What is made of something else than numbers begins with none. */
function isVector(vector: Float32Array): boolean {
  return Number.isFinite(vector[0])
}

function failureOf(error: unknown): RuntimeError {
  if (!isSolverError(error)) return new RuntimeError('solver-failed', failed, { cause: error })
  const { kind, retryAfter } = error
  return new RuntimeError(kind === 'timeout' ? 'timeout' : 'solver-failed', failed, {
    cause: error,
    ...(retryAfter === undefined ? {} : { retryAfter: Math.ceil(retryAfter) }),
  })
}

const failed = 'The solver failed to embed the texts.'
