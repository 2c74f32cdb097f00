import { startTestHost } from 'dramatis/testing'
import { witness } from './hosts.ts'

/** A host in a process of its own, to be killed. Its argument is the state. */
const [state = 'memory:'] = process.argv.slice(2)
const slow = {
  name: 'Slow',
  chain: [
    {
      id: 'slow',
      solver: {
        async *solve({ question }: { question: string }) {
          yield 'heard'
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 4))
          yield ` ${question}`
        },
      },
    },
  ],
}
const { url } = await startTestHost({ personas: [witness, slow], settings: { state } })
process.stdout.write(`${url}\n`)
