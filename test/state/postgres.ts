import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A PostgreSQL server of a test's own. */
export interface TestPostgres {
  /** The URL of a new, empty database. */
  create(): Promise<string>
  close(): Promise<void>
}

/** Undefined where PostgreSQL is not installed. It does not run as root: there it gets the identity of nobody. */
export async function startPostgres(): Promise<TestPostgres | undefined> {
  if (spawnSync('initdb', ['--version']).status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'dramatis-postgres-'))
  const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined
  if (identity) chownSync(folder, identity.uid, identity.gid)
  chmodSync(folder, 0o700)
  const made = spawnSync('initdb', ['-D', folder, '-U', 'test', '-A', 'trust', '-N', '-E', 'UTF8'], identity)
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const port = await freePort()
  const options = ['-D', folder, '-h', '127.0.0.1', '-p', String(port), '-k', folder]
  const server = spawn('postgres', options, { ...identity, stdio: 'ignore' })
  const url = (database: string) => `postgres://test@127.0.0.1:${port}/${database}`
  let databases = 0
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client(url('postgres'))
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await untilReady(() => run('select 1'))
  return {
    async create() {
      const name = `test_${++databases}`
      await run(`create database ${name}`)
      return url(name)
    },
    async close() {
      server.kill('SIGQUIT')
      await once(server, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server has a port')
  return address.port
}

async function untilReady(work: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 15_000
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
