import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const longest = 15_000

export interface Finished {
  /** Null where a signal ended it. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** A command that runs, with what it has written so far. */
export class Running {
  readonly process: ChildProcessWithoutNullStreams
  readonly finished: Promise<Finished>
  stdout = ''
  stderr = ''

  constructor(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.process = spawn(process.execPath, [main, ...args], { cwd: folder, env: { PATH: process.env.PATH, ...env } })
    const limit = setTimeout(() => this.process.kill('SIGKILL'), longest)
    this.process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
    })
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
    })
    this.finished = once(this.process, 'close').then(([code, signal]) => {
      clearTimeout(limit)
      return { code, signal, stdout: this.stdout, stderr: this.stderr }
    })
  }

  /** Waits until stdout, or else another stream, shows a text. @throws Error with what it wrote where it ends before. */
  async shows(pattern: RegExp, stream: 'stdout' | 'stderr' = 'stdout'): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this[stream])
      if (match) return match
      const ended = this.process.exitCode !== null || this.process.signalCode !== null
      if (ended) throw new Error(`It ended and never showed ${pattern}:\n${this.stdout}${this.stderr}`)
      await Promise.race([once(this.process[stream], 'data'), this.finished])
    }
  }
}

/** Runs a command to its end, with lines on its stdin where some are given. */
export function run(folder: string, args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}) {
  const running = new Running(folder, args, env)
  running.process.stdin.end(input)
  return running.finished
}

/** A new folder with files in it, values as JSON; removed after the tests of the suite. */
export function workingFolder(files: Readonly<Record<string, string | object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dramatis-commands-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

/** A solver that does what its question says, as a loose file of a plugins folder. */
export const puppet = `
import { defineSolver } from 'dramatis'
export default defineSolver({
  create: () => ({
    async *solve({ question, lang, messages }, { signal, memory, log }) {
      if (question === 'nothing') return
      if (question === 'fail') throw new Error('the reason')
      if (question === 'throw later') setTimeout(() => { throw new Error('boom') }, 10)
      if (question === 'reject') Promise.reject(new Error('stray'))
      if (question === 'log') log.warn({ headers: { authorization: 'Bearer hush' }, config: { apiKey: 'hush' } }, 'Logged.')
      if (question === 'media') yield { type: 'part', part: { type: 'image', mediaType: 'image/png', data: new Uint8Array(3) } }
      if (question === 'sources') yield { type: 'source', source: { title: 'A page', url: 'https://example.com/a' } }
      const turn = Number((await memory.get('turn')) ?? 0) + 1
      await memory.set('turn', turn)
      yield 'You said '
      if (question === 'wait') await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      yield question + ' in ' + (lang ?? 'no language') + ', turn ' + turn + ', message ' + messages.length + '.'
    },
  }),
})
`
