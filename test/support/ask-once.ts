import type { ChatRequest, Context, SolverDefinition } from 'dramatis'
import { chatRequest, createSolver, type Settled, settle, testContext } from 'dramatis/testing'

/** What a solver says that is made for this one question. */
export async function askOnce(
  definition: SolverDefinition,
  settings: object,
  asked: string | ChatRequest,
  context: Partial<Context> = {},
): Promise<Settled> {
  const solver = await createSolver(definition, settings)
  try {
    const request = typeof asked === 'string' ? chatRequest(asked) : asked
    return await settle(solver.solve(request, testContext(context)))
  } finally {
    await solver.close?.()
  }
}
