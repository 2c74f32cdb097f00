import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../../src/core/errors.ts'
import type { FuzzedHost } from '../fuzzed-host.ts'
import { secret } from '../solver.ts'
import type { FuzzedCall } from './calls.ts'
import { checkError } from './errors.ts'
import type { KnownIds } from './known-ids.ts'
import type { Operation } from './operations.ts'
import { type FuzzStage, secrets } from './stage.ts'

/** Milliseconds that an answer may take, on a machine that is busy with other things. */
const patience = 5_000
/** What streams events for as long as somebody listens is left after its head. */
const endless = /\/events$|\/sse$|:subscribe$|^\/mcp/
/** Whoever may change files is told which one is wrong. */
const tellsFiles = /^\/api\/v1\/problems/

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

export interface RouteAnswer {
  status: number
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  text: string
}

/**
 * Sends a request and looks at the answer. A host that gives none is started anew.
 * @throws Error that says what is wrong with the answer; its first line is the kind.
 */
export async function judgeRoute(
  host: FuzzedHost,
  stage: FuzzStage,
  operation: Operation,
  call: FuzzedCall,
  known: KnownIds,
): Promise<RouteAnswer> {
  const path = pathOf(operation, call, known)
  const body = Buffer.from(known.fill(call.body.bytes.toString('latin1')), 'latin1') // byte by byte
  const answer = await send(host, operation, path, call, body)
  known.hear(operation, answer)
  const { status, text } = answer
  const shown = `\n${operation.method} ${path.slice(0, 300)} ${JSON.stringify(call.headers).slice(0, 200)}\n${status} ${text.slice(0, 1000)}`
  const telling = text.includes('its log has the details')
  if (telling) await sleep(50) // until what it logged has come over
  const [defect] = host.takeDefects()
  if (defect || telling) throw new Error(`A defect: ${defect ?? 'the log tells nothing of it'}${shown}`)
  if (status >= 500 && !isExplained(operation, answer)) throw new Error(`The status is ${status}.${shown}`)
  const hidden = { ...secrets, detail: secret, ...(tellsFiles.test(path) ? {} : { folder: stage.folder }) }
  for (const [what, words] of Object.entries(hidden)) {
    if (text.includes(words) || JSON.stringify(answer.headers).includes(words)) {
      throw new Error(`The answer tells the ${what}.${shown}`)
    }
  }
  const [changed] = stage.changes()
  if (changed !== undefined) throw new Error(`Outside of its folders something is not as it was: ${changed}${shown}`)
  try {
    if (status >= 400) checkError(operation, path, answer)
  } catch (error) {
    throw new Error(`The error is not the surface's: ${messageOf(error)}${shown}`)
  }
  return answer
}

/** 502 and 504 come where a solver fails, 501 for what a persona cannot do; a tool that fails is 500 by its contract. */
function isExplained({ surface }: Operation, { status, text }: RouteAnswer): boolean {
  if (status === 501) return true
  if (surface === 'tools') return /"(tool_failed|timeout)"/.test(text)
  return status === 502 && !/internal/i.test(text)
}

function pathOf({ path }: Operation, { params, query }: FuzzedCall, known: KnownIds): string {
  let at = 0
  const filled = path.replace(/\{\w+\}/g, (_, index: number) => {
    const param = params[at++]
    return param === undefined ? '' : 'text' in param ? param.text : known.at(path.slice(0, index), param.known)
  })
  return filled + query
}

async function send(
  host: FuzzedHost,
  operation: Operation,
  path: string,
  { headers }: FuzzedCall,
  body: Buffer,
): Promise<RouteAnswer> {
  try {
    return await exchange(host.url, operation, path, headers, body)
  } catch (error) {
    const message = host.ended ?? `There was no answer: ${messageOf(error)}\n${operation.method} ${path.slice(0, 300)}`
    await host.restart()
    throw new Error(message)
  }
}

/** Node's own client sends a path as it is: others tidy it up. */
function exchange(
  url: string,
  { method }: Operation,
  path: string,
  headers: FuzzedCall['headers'],
  body: Buffer,
): Promise<RouteAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const authorization = { authorization: `Bearer ${secrets.key}` }
    const length = body.length > 0 ? { 'content-length': body.length } : {}
    const options = { hostname, port, method, path, agent, headers: { ...authorization, ...headers, ...length } }
    const limit = setTimeout(() => sending.destroy(new Error(`nothing came within ${patience} ms`)), patience)
    const done = (answer: RouteAnswer): void => {
      clearTimeout(limit)
      resolve(answer)
    }
    const sending = request(options, (response) => {
      const { statusCode: status = 0, headers } = response
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () => done({ status, headers, text }))
      response.on('error', reject)
      const isEndless =
        String(headers['content-type']).includes('event-stream') && endless.test(path.replace(/\?.*/, ''))
      if (isEndless && status < 300) {
        done({ status, headers, text })
        sending.destroy()
      }
    })
    sending.on('error', (error) => {
      clearTimeout(limit)
      reject(error)
    })
    sending.end(body)
  })
}
