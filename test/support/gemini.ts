import { ApiError, type GenerateContentParameters, GoogleGenAI } from '@google/genai'
import { ApiError as ApiError3, GoogleGenAI as GoogleGenAI3 } from 'genai3'
import { openStage, type Stage } from './stage.ts'

interface Client {
  GoogleGenAI: typeof GoogleGenAI
  ApiError: typeof ApiError
}

/** The unmodified SDKs. The later major has every method that the tests use, with the same arguments. */
const majors: Readonly<Record<string, Client>> = {
  'genai 2': { GoogleGenAI, ApiError },
  'genai 3': { GoogleGenAI: GoogleGenAI3 as unknown as typeof GoogleGenAI, ApiError: ApiError3 },
}

export interface Sdk {
  stage: Stage
  client: GoogleGenAI
  Client: typeof GoogleGenAI
  ApiError: typeof ApiError
}

/** The same suite for every major of the SDK, each against a host of its own. */
export function describeSdks(title: string, run: (sdk: Sdk) => void, open: () => Promise<Stage> = openStage): void {
  for (const [name, { GoogleGenAI: Client, ApiError }] of Object.entries(majors)) {
    describe(`${name}: ${title}`, () => {
      const sdk = { Client, ApiError } as Sdk // `before` adds the rest, and tests run after it
      before(async () => {
        sdk.stage = await open()
        sdk.client = new Client({ apiKey: 'none', httpOptions: { baseUrl: `${sdk.stage.url}/gemini` } })
      })
      after(() => sdk.stage.close())
      run(sdk)
    })
  }
}

/** A question to a model. */
export function ask(
  contents: GenerateContentParameters['contents'],
  config: GenerateContentParameters['config'] = {},
  model = 'Scripted',
): GenerateContentParameters {
  return { model, contents, config }
}
