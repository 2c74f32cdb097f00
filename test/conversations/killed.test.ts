import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { Stages, say } from './hosts.ts'

const child = fileURLToPath(new URL('./child.ts', import.meta.url))
const sessions = 8

async function startChild(state: string) {
  const flags = ['--conditions=dramatis-source', '--import=tsx']
  const started = spawn(process.execPath, [...flags, child, state], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(started.stdout, 'data')
  return { process: started, url: String(line).trim() }
}

/** Talks until the host is gone, and gives what was acknowledged: whole answers and streams that came to their end. */
async function talk(url: string, conversation: string, from: number): Promise<string[]> {
  const acknowledged: string[] = []
  for (let turn = from; ; turn++) {
    const question = `${conversation}-${turn}`
    const stream = turn % 2 === 0
    try {
      const response = await fetch(`${url}/openai/v1/chat/completions`, {
        method: 'POST',
        headers: { 'x-conversation-id': conversation },
        body: JSON.stringify({ model: 'Slow', stream, messages: [{ role: 'user', content: question }] }),
      })
      const body = await response.text()
      if (response.ok && (!stream || body.includes('[DONE]'))) acknowledged.push(question)
    } catch {
      return acknowledged // killed
    }
  }
}

describe('a host that is killed in the middle of turns', () => {
  it('has every turn that it has acknowledged, and no half of one', async () => {
    const stages = new Stages()
    const acknowledged: string[][] = Array.from({ length: sessions }, () => [])
    for (let round = 0; round < 2; round++) {
      const host = await startChild(stages.state)
      await say(host, 'warm', 'one') // loads the database
      const talks = acknowledged.map((known, index) => talk(host.url, `c${index}`, round * 1000 + known.length))
      setTimeout(() => host.process.kill('SIGKILL'), 200 + Math.random() * 200)
      for (const [index, said] of (await Promise.all(talks)).entries()) acknowledged[index]?.push(...said)
    }
    const host = await stages.open()
    for (const [index, said] of acknowledged.entries()) {
      // biome-ignore lint/suspicious/noExplicitAny: JSON
      const { personas }: any = await (await fetch(`${host.url}/api/v1/conversations/c${index}?persona=slow`)).json()
      const texts: string[] = personas[0].messages.map(({ parts }: { parts: { text: string }[] }) => parts[0]?.text)
      const asked = texts.filter((_, place) => place % 2 === 0)
      const answered = texts.filter((_, place) => place % 2 === 1)
      expect(answered).to.deep.equal(asked.map((question) => `heard ${question}`))
      expect(asked).to.include.members(said)
    }
    expect(acknowledged.flat().length).to.be.greaterThan(sessions * 2)
    await stages.close()
  })
})
