import { RuntimeError } from '../core/errors.ts'
import type { Embeddings, EmbedRequest, Log } from '../core/types.ts'
import { memoryOf } from './conversation.ts'
import type { Persona } from './persona.ts'
import { type Waiting, Watch } from './watch.ts'

/**
 * Asks the first solver of a persona that can embed.
 * @throws RuntimeError `unsupported` where none can, `solver-failed` and `timeout` where it fails.
 */
export async function embed(persona: Persona, request: EmbedRequest, waiting: Waiting, log: Log): Promise<Embeddings> {
  const link = persona.links.find(({ solver }) => solver.embed)
  if (!link?.solver.embed) {
    throw new RuntimeError('unsupported', `"${persona.name}" cannot embed: no solver of its chain can.`)
  }
  const watch = new Watch(waiting, performance.now() + persona.deadline)
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
    const embedding = Promise.resolve(link.solver.embed(request, context))
    return await watch.wait(embedding, link.timeout, 'no-first-word')
  } catch (error) {
    if (error instanceof RuntimeError && (error.code === 'timeout' || error.code === 'cancelled')) throw error
    log.warn({ solver: link.id, persona: persona.id, err: error }, 'A solver failed to embed.')
    throw new RuntimeError('solver-failed', 'The solver failed to embed the texts.', { cause: error })
  } finally {
    watch.close()
  }
}
