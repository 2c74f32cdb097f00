import assert from 'node:assert/strict'
import type { ErrorCode } from '../../core/errors.ts'
import type { Runtime } from '../../runtime.ts'
import { type DriverQuestion, type Exchanged, exchange, type Heard, type SurfaceDriver, statusOf } from './driver.ts'
import type { Scripts } from './scripts.ts'

export const bodyLimit = 64 * 1024

export interface ContractStageOptions {
  driver: SurfaceDriver
  host: Runtime
  scripts: Scripts
  /** Where the scripts are, where the host itself has only a solver that asks there. */
  upstream: Runtime | undefined
}

/** A host whose personas do what the question names, asked through a driver. */
export class ContractStage {
  readonly driver: SurfaceDriver
  readonly host: Runtime
  readonly scripts: Scripts
  readonly #upstream: Runtime | undefined

  constructor({ driver, host, scripts, upstream }: ContractStageOptions) {
    this.driver = driver
    this.host = host
    this.scripts = scripts
    this.#upstream = upstream
  }

  /** What a client is told where no script has an answer: to its client, an upstream that says so has failed. */
  get silence(): ErrorCode {
    return this.#upstream ? 'solver-failed' : 'unanswered'
  }

  async close(): Promise<void> {
    await this.host.close(0)
    await this.#upstream?.close(0)
  }

  question(text: string, rest: Partial<DriverQuestion> = {}): DriverQuestion {
    return { persona: 'Scripted', turns: [text], stream: false, ...rest }
  }

  async ask(text: string, rest: Partial<DriverQuestion> = {}): Promise<Exchanged> {
    return await exchange(this.host.url, this.driver, this.question(text, rest))
  }

  async hear(text: string, rest: Partial<DriverQuestion> = {}): Promise<Heard> {
    const { status, body } = await this.ask(text, rest)
    assert.equal(status, 200, body.toString())
    return this.driver.read(body, rest.stream ?? false)
  }

  /** Whole and streamed, which must be the same. */
  async hearBoth(text: string, rest: Partial<DriverQuestion> = {}): Promise<Heard> {
    const whole = await this.hear(text, rest)
    assert.deepEqual(await this.hear(text, { ...rest, stream: true }), whole, 'streamed and whole answers differ')
    return whole
  }

  async refused(code: ErrorCode, text: string, rest: Partial<DriverQuestion> = {}): Promise<string> {
    const { status, body } = await this.ask(text, rest)
    assert.equal(status, statusOf(this.driver, code), body.toString())
    const message = this.driver.errorMessage(body)
    assert.ok(message.length > 0 && !message.includes('secret-detail'), message)
    return message
  }
}
