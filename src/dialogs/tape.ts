import { readFile } from 'node:fs/promises'
import { writeFileDurably } from '../config/write-file.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Page } from '../web/engine.ts'
import { WebError } from '../web/error.ts'
import { shape } from '../web/shape.ts'
import type { Tape, TapedCall } from '../web/tape.ts'

/** How the tape of a dialog file is called: the file's own name, and this. */
export const tapeEnding = '.tape.json'

const shortestSecret = 10

/** What a service said. A body that is a JSON object or list stands as such, any other as its text. */
interface Entry {
  readonly request: string
  /** `accept-language`, where the call had one. */
  readonly language?: string | undefined
  readonly status: number
  /** Absent where the service said that there is nothing. */
  readonly body?: unknown
}

const readEntries = shape({
  type: 'array',
  items: {
    type: 'object',
    properties: {
      request: { type: 'string' },
      language: { type: 'string' },
      status: { type: 'integer' },
      body: { type: ['string', 'object', 'array'] },
    },
    required: ['request', 'status'],
    additionalProperties: false,
  },
})

/** What web services said during the dialogs of a file. It never asks them anything unless it records. */
export class DialogTape implements Tape {
  readonly #file: string
  readonly #records: boolean
  readonly #entries: Map<string, Entry>
  #changed = false
  #troubles: string[] = []

  private constructor(file: string, records: boolean, entries: readonly Entry[]) {
    this.#file = file
    this.#records = records
    this.#entries = new Map(entries.map((entry) => [keyOf(entry), entry]))
  }

  /** @throws RuntimeError `invalid-settings` for a tape that cannot be read; one that is not there is empty. */
  static async open(file: string, records: boolean): Promise<DialogTape> {
    try {
      return new DialogTape(file, records, readEntries(JSON.parse(await readFile(file, 'utf8'))))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new DialogTape(file, records, [])
      const text = `The tape ${file} cannot be used: ${messageOf(error)}. Remove it, and run with --record.`
      throw new RuntimeError('invalid-settings', text, { cause: error })
    }
  }

  async play(call: TapedCall, ask: () => Promise<Page>): Promise<Page> {
    const known = this.#entries.get(keyOf(toEntry(call)))
    if (known) return toPage(known)
    const { origin, pathname } = new URL(call.url)
    if (!this.#records) {
      this.#troubles.push(`${requestOf(call)} is not on the tape; run "dramatis test --record" to ask it for once.`)
      throw new WebError('network', `${origin}${pathname} is not on the tape, and nothing else is asked in dialogs.`)
    }
    const entry = toEntry(call, await ask().catch((error) => this.#fail(call, error)))
    this.#entries.set(keyOf(entry), entry)
    this.#changed = true
    return toPage(entry)
  }

  forget(call: TapedCall): void {
    if (this.#records) this.#entries.delete(keyOf(toEntry(call)))
  }

  /** What the tape could not give since this was last asked. */
  takeTroubles(): readonly string[] {
    const troubles = [...new Set(this.#troubles)]
    this.#troubles = []
    return troubles
  }

  /** Writes what has been recorded. */
  async save(): Promise<void> {
    if (!this.#changed) return
    const entries = [...this.#entries.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    const everybody = 0o666 // but for the umask: no secret stands in it
    await writeFileDurably(this.#file, `${JSON.stringify(entries, null, 2)}\n`, everybody)
    this.#changed = false
  }

  #fail(call: TapedCall, error: unknown): never {
    if (!call.signal.aborted) this.#troubles.push(`${requestOf(call)} cannot be recorded: ${messageOf(error)}`)
    throw error
  }
}

function requestOf({ url }: TapedCall): string {
  return `GET ${url}`
}

function keyOf({ request, language = '' }: Entry): string {
  return `${request}\n${language}`
}

function toEntry(call: TapedCall, { status, text }: Page = { status: 0, text: undefined }): Entry {
  const language = call.headers['accept-language']
  const body = text === undefined ? undefined : toBody(withoutSecrets(text, call.secrets))
  return {
    request: requestOf(call),
    ...(language === undefined ? {} : { language }),
    status,
    ...(body === undefined ? {} : { body }),
  }
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const long = secrets.filter((secret) => secret.length >= shortestSecret)
  return long.reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text)
}

function toBody(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text // it only looks like JSON
  }
}

function toPage({ status, body }: Entry): Page {
  return { status, text: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) }
}
