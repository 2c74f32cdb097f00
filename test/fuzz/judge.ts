import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { messageOf } from '../../src/core/errors.ts'
import type { FuzzedBody } from './bodies.ts'
import type { Answer, FuzzedEndpoint } from './endpoint.ts'
import type { FuzzedHost } from './fuzzed-host.ts'
import { failing, secret } from './solver.ts'

/** Milliseconds that an answer may take, on a machine that is busy with other things. */
const patience = 5_000

/** Milliseconds until what the host logged has come over. */
const timeForTheLog = 50

/** Where a path names the persona, it says so. */
export const modelInPath = 'Fuzzed'

const dispatcher = new Agent({ headersTimeout: patience, bodyTimeout: patience, connections: 1 })

/**
 * Sends a body and looks at the answer. A host that gives none is started anew.
 * @throws Error that says what is wrong with the answer; its first line is the kind.
 */
export async function judge(
  host: FuzzedHost,
  endpoint: FuzzedEndpoint,
  { bytes, model = modelInPath }: FuzzedBody,
): Promise<Answer> {
  const answer = await send(host, endpoint.path.replace(modelInPath, model), bytes)
  const text = answer.body.toString()
  const shown = `\n${answer.status} ${text.slice(0, 1500)}`
  const telling = text.includes('its log has the details')
  if (telling) await sleep(timeForTheLog)
  const [defect] = host.takeDefects()
  if (defect || telling) throw new Error(`A defect: ${defect ?? 'the log tells nothing of it'}${shown}`)
  if (text.includes(secret)) throw new Error(`The answer tells what a plugin threw.${shown}`)
  const { status } = answer
  const failed = endpoint.failed.includes(status) && failing.some((question) => bytes.includes(question))
  if (status >= 500 && status !== 501 && !failed) throw new Error(`The status is ${status}.${shown}`)
  try {
    if (status === 200) endpoint.answer(answer)
    else endpoint.error(answer)
  } catch (error) {
    throw new Error(`${status === 200 ? 'The answer' : 'The error'} is not the vendor's: ${messageOf(error)}${shown}`)
  }
  return answer
}

async function send(host: FuzzedHost, path: string, bytes: Buffer): Promise<Answer> {
  try {
    const { statusCode, headers, body } = await request(host.url + path, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: bytes,
      signal: AbortSignal.timeout(patience),
    })
    return { status: statusCode, headers, body: Buffer.from(await body.arrayBuffer()) }
  } catch (error) {
    const message = host.ended ?? `There was no answer: ${messageOf(error)}`
    await host.restart()
    throw new Error(message)
  }
}
