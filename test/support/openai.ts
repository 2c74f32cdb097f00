import OpenAI from 'openai'
import OpenAI7 from 'openai7'
import { openStage, type Stage } from './stage.ts'

/** The unmodified SDKs. The later major has every method that the tests use, with the same arguments. */
const majors = { 'openai 6': OpenAI, 'openai 7': OpenAI7 as unknown as typeof OpenAI }

export interface Sdk {
  stage: Stage
  client: OpenAI
  OpenAI: typeof OpenAI
}

/** The same suite for every major of the SDK, each against a host of its own. */
export function describeSdks(title: string, run: (sdk: Sdk) => void, open: () => Promise<Stage> = openStage): void {
  for (const [name, Client] of Object.entries(majors)) {
    describe(`${name}: ${title}`, () => {
      const sdk = { OpenAI: Client } as Sdk // `before` adds the rest, and tests run after it
      before(async () => {
        sdk.stage = await open()
        sdk.client = new Client({ apiKey: 'none', baseURL: `${sdk.stage.url}/openai/v1`, maxRetries: 0 })
      })
      after(() => sdk.stage.close())
      run(sdk)
    })
  }
}

/** What a promise is rejected with. @throws Error where it is not */
export async function thrownBy(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
