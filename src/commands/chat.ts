import { randomUUID } from 'node:crypto'
import { createInterface, type Interface } from 'node:readline/promises'
import type { Cast } from '../cast.ts'
import { messageOf } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'
import type { TurnTrace } from '../core/trace.ts'
import type { Persona } from '../persona/persona.ts'
import { finish, requestOf } from './ask.ts'
import { withPersona } from './cast.ts'
import { explain, whyNot } from './explain.ts'
import type { Flags } from './flags.ts'
import { saveTranscript, type Utterance } from './save.ts'
import { tell } from './tell.ts'
import { complain, paint, print, printForeign } from './terminal.ts'

/** Talks with a persona until `/quit` or the end of the input. Of a pipe, every line is a question. */
export function chat(name: string, { lang, ...flags }: Flags & { lang?: string }): Promise<number> {
  return withPersona(name, { flags }, (cast, persona) => new Chat(cast, persona, lang).run())
}

class Chat {
  readonly #turns: Cast['turns']
  readonly #persona: Persona
  readonly #lang: string | undefined
  readonly #interactive = process.stdin.isTTY && process.stdout.isTTY
  readonly #lines: Interface
  #conversation = randomUUID()
  #said: Utterance[] = []
  #trace: Readonly<TurnTrace> | undefined
  /** Of the answer that is under way. */
  #waiting: AbortController | undefined
  #leaves = false
  #closed = false

  constructor({ turns }: Cast, persona: Persona, lang: string | undefined) {
    this.#turns = turns
    this.#persona = persona
    this.#lang = lang
    const output = this.#interactive ? { output: process.stdout } : {}
    this.#lines = createInterface({ input: process.stdin, ...output, terminal: this.#interactive })
    this.#lines.setPrompt(paint('cyan', 'you> '))
    this.#lines.on('SIGINT', this.#interrupt)
    this.#lines.once('close', () => {
      this.#closed = true
    })
    process.on('SIGINT', this.#interrupt)
  }

  async run(): Promise<number> {
    const lines = this.#lines[Symbol.asyncIterator]() // taken at once: lines that come before it are lost
    await this.#greet()
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      await this.#take(line.value.trim())
      if (this.#leaves) break
      this.#prompt()
    }
    if (this.#interactive && !this.#leaves) await print('\n') // Ctrl-D ends no line
    this.#lines.close()
    return 0
  }

  async #greet(): Promise<void> {
    if (!this.#interactive) return
    const { name, description } = this.#persona
    const lines = [paint('bold', name), description, paint('dim', '/help tells what else there is.')]
    await print(
      lines
        .filter((line) => line !== '')
        .map((line) => `${line}\n`)
        .join(''),
    )
    this.#prompt()
  }

  /** The input may have ended while the last answer was under way. */
  #prompt(): void {
    if (this.#interactive && !this.#closed) this.#lines.prompt()
  }

  async #take(line: string): Promise<void> {
    if (line === '') return
    if (line.startsWith('//')) return this.#ask(line.slice(1))
    if (!line.startsWith('/')) return this.#ask(line)
    const [, name = '', argument = ''] = /^\/(\S*)\s*(.*)$/.exec(line) ?? []
    const command = Object.hasOwn(this.#commands, name) ? this.#commands[name] : undefined
    if (command) return command.run(argument)
    const near = suggestion(
      `/${name}`,
      Object.keys(this.#commands).map((known) => `/${known}`),
    )
    complain(`There is no command "/${name}"${near || '; see /help.'}`)
  }

  async #ask(question: string): Promise<void> {
    this.#waiting = new AbortController()
    const request = requestOf(question, this.#lang, this.#conversation)
    const { events, trace } = this.#turns.begin(this.#persona, [request], this.#waiting)
    if (this.#interactive) await print(`${paint('magenta', this.#persona.name)}> `)
    const told = await tell(events, printForeign)
    if (this.#interactive && told.answer === '') await print('\n')
    await finish(told)
    this.#trace = trace
    this.#said.push({ role: 'user', content: question })
    if (told.answer !== '') this.#said.push({ role: 'assistant', content: told.answer })
    if (this.#waiting.signal.aborted) complain(paint('dim', '(interrupted)', process.stderr))
    else if (told.error !== undefined) complain(`${whyNot(told.error)} /explain shows who was asked.`)
    this.#waiting = undefined
  }

  readonly #commands: Readonly<Record<string, { help: string; run(argument: string): Promise<void> | void }>> = {
    help: {
      help: 'this list',
      run: async () => {
        for (const [name, { help }] of Object.entries(this.#commands)) await print(`  /${name.padEnd(8)} ${help}\n`)
        await print('  //...     a question that begins with a slash\n')
      },
    },
    explain: {
      help: 'who was asked for the last answer, and what came of it',
      run: () => print(this.#trace ? explain(this.#trace, process.stdout) : 'Nothing has been asked yet.\n'),
    },
    reset: {
      help: 'forget the conversation and begin another',
      run: () => {
        this.#conversation = randomUUID()
        this.#said = []
        return print('The conversation begins anew.\n')
      },
    },
    save: {
      help: 'FILE: keep the conversation, as JSON where the file is called so, else as text',
      run: async (file) => {
        try {
          await print(`${await saveTranscript(file, this.#persona, this.#said)}\n`)
        } catch (error) {
          complain(messageOf(error))
        }
      },
    },
    quit: {
      help: 'leave (or Ctrl-D)',
      run: () => {
        this.#leaves = true
      },
    },
  }

  /** Ctrl-C: ends the answer that is under way, else clears what is being typed, else leaves. */
  readonly #interrupt = (): void => {
    if (this.#waiting) return this.#waiting.abort()
    if (!this.#interactive || this.#lines.line === '') {
      this.#lines.close()
      return
    }
    this.#lines.write(null, { ctrl: true, name: 'e' })
    this.#lines.write(null, { ctrl: true, name: 'u' })
  }
}
