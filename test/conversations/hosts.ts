import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestHost, type TestPersona } from 'dramatis/testing'
import type { SettingsFile } from '../../src/config/settings.gen.ts'
import type { Runtime } from '../../src/runtime.ts'

/** A persona that tells what it has heard before, and what it remembers. */
export const witness: TestPersona = {
  name: 'Witness',
  chain: [
    {
      id: 'witness',
      solver: {
        accepts: ['image'],
        async solve({ question, messages }, { memory }) {
          const [word, ...rest] = question.split(' ')
          if (word === 'keep') await memory.set('kept', rest.join(' '))
          if (word === 'drop') await memory.delete('kept')
          if (word === 'fail') {
            await memory.set('kept', 'of a turn that failed')
            throw new Error('broken')
          }
          if (word === 'recall') return JSON.stringify((await memory.get('kept')) ?? null)
          if (word === 'heard') {
            return messages.map(({ parts }) => parts.map((part) => ('text' in part ? part.text : part.type))).join('|')
          }
          return `heard ${question}`
        },
      },
      settings: { breaker: { failures: 999 } },
    },
  ],
}

/** A folder for a test's state, and hosts over it that follow each other. */
export class Stages {
  readonly folder = mkdtempSync(join(tmpdir(), 'dramatis-conversations-'))
  readonly state = `file:${join(this.folder, 'state.db')}`
  readonly #hosts: Runtime[] = []

  async open(settings: SettingsFile = {}, personas: readonly TestPersona[] = [witness]): Promise<Runtime> {
    const host = await startTestHost({ personas, settings: { state: this.state, ...settings } })
    this.#hosts.push(host)
    return host
  }

  async close(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.close(0)))
    rmSync(this.folder, { recursive: true })
  }
}

/** Asks in a conversation as a chat completion; the answer's text, or the status of an error. */
export async function say(host: { url: string }, conversation: string, content: unknown): Promise<string> {
  const response = await fetch(`${host.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { 'x-conversation-id': conversation },
    body: JSON.stringify({ model: 'Witness', messages: [{ role: 'user', content }] }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: JSON of either kind
  const body: any = await response.json()
  return response.ok ? body.choices[0].message.content : `${response.status} ${body.error.message}`
}
