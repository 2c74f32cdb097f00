import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { openStage, type Stage } from './stage.ts'

/** Any will do: the host looks at none of it. */
const account = { region: 'us-east-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } }

export interface AwsSdk {
  stage: Stage
  client: BedrockRuntimeClient
}

/** The same suite over HTTP/2, which the unmodified SDK speaks, and over HTTP/1.1. */
export function describeAws(title: string, run: (sdk: AwsSdk) => void, open: () => Promise<Stage> = openStage): void {
  for (const version of ['HTTP/2', 'HTTP/1.1'] as const) {
    describe(`AWS SDK over ${version}: ${title}`, () => {
      const sdk = {} as AwsSdk // `before` fills it, and tests run after it
      before(async () => {
        sdk.stage = await open()
        const handler = version === 'HTTP/1.1' ? { requestHandler: new NodeHttpHandler() } : {}
        sdk.client = new BedrockRuntimeClient({
          endpoint: `${sdk.stage.url}/bedrock`,
          maxAttempts: 1,
          ...account,
          ...handler,
        })
      })
      after(async () => {
        sdk.client.destroy()
        await sdk.stage.close()
      })
      run(sdk)
    })
  }
}
