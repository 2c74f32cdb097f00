import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { loadCore, scratchFolder, sources } from './machine.ts'
import type { Server } from './server.ts'

const run = promisify(execFile)

export interface Load {
  connections: number
  seconds: number
  /** JSON texts without line breaks, posted in turn. */
  bodies: readonly string[]
}

/** What one run of wrk saw. Times are milliseconds, from sending a request to the end of its answer. */
export interface LoadResult {
  requests: number
  perSecond: number
  p50: number
  p99: number
  /** Microseconds that the server computed for one request. Other programs change it less than they change the rest. */
  processor: number
  /** The part of the run that the server had its core for, 0 to 1. Others had the rest, or it had nothing to do. */
  busy: number
}

/**
 * Loads a target for some seconds from a core of its own. Every connection sends its next request when it has its answer.
 * @throws Error where any request failed: figures of a server that fails mean nothing.
 */
export async function putUnderLoad(server: Server, { connections, seconds, bodies }: Load): Promise<LoadResult> {
  const file = join(scratchFolder, 'bodies')
  await writeFile(file, bodies.map((body) => `${body}\n`).join(''))
  const pinned = [
    '-c',
    String(loadCore),
    'wrk',
    '-t1',
    '--timeout',
    '10s',
    `-c${connections}`,
    `-d${seconds}s`,
    '--latency',
  ]
  const processorBefore = await server.processorTime()
  const headers = Object.entries(server.headers).flat()
  const script = ['-s', join(sources, 'wrk/post.lua'), server.url, '--', file, ...headers]
  const { stdout } = await run('taskset', [...pinned, ...script])
  const processor = (await server.processorTime()) - processorBefore
  const line = stdout.split('\n').find((text) => text.startsWith('RESULT '))
  if (line === undefined) throw new Error(`wrk printed no result for ${server.url}; it said: ${stdout}`)
  const seen = JSON.parse(line.slice('RESULT '.length)) as Record<Counter, number> // post.lua writes it
  const failures = failureKinds.filter((kind) => seen[kind] > 0).map((kind) => `${kind} ${seen[kind]}`)
  if (failures.length > 0) {
    throw new Error(`Some of ${seen.requests} requests to ${server.url} failed: ${failures.join(', ')}.`)
  }
  return {
    requests: seen.requests,
    perSecond: (seen.requests * 1e6) / seen.microseconds,
    p50: seen.p50 / 1000,
    p99: seen.p99 / 1000,
    processor: (processor * 1000) / seen.requests,
    busy: (processor * 1000) / seen.microseconds,
  }
}

const failureKinds = ['connect', 'read', 'write', 'status', 'timeout'] as const

type Counter = 'requests' | 'microseconds' | 'p50' | 'p99' | (typeof failureKinds)[number]
