/**
 * Runs what the official conformance suite requires of an MCP server and of a client, with nothing excused: of the kit of
 * `serve-mcp-kit.mjs`, and of `mcp-conformance-client.mjs`. Exits with 1 unless all of it passes. The suite needs a newer Node than the host does: run it
 * as `npm run conformance:mcp`, which brings one along.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const revisions = ['2025-11-25', '2026-07-28']
const root = fileURLToPath(new URL('..', import.meta.url))
const suite = 'node_modules/@modelcontextprotocol/conformance/dist/index.js'
const client = ['client', '--command', 'node scripts/mcp-conformance-client.mjs', '--timeout', '60000']

const port = await freePort()
const host = spawn(process.execPath, ['scripts/serve-mcp-kit.mjs', '--port', String(port)], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
})
try {
  await answers(`http://localhost:${port}/health`)
  const server = ['server', '--url', `http://localhost:${port}/mcp`]
  let failed = 0
  for (const revision of revisions) {
    failed += await run('server', server, revision)
    failed += await run('client', client, revision)
  }
  process.exitCode = failed === 0 ? 0 : 1
} finally {
  host.kill()
  await once(host, 'exit')
}

async function run(side, given, revision) {
  const child = spawn(process.execPath, [suite, ...given, '--requirements', revision], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const [code] = await once(child, 'close')
  const summary = output.slice(Math.max(0, output.search(/=== (SUITE )?SUMMARY ===/)))
  console.log(`MCP ${revision}, ${side}\n${code === 0 ? summary : output}`)
  return code === 0 ? 0 : 1
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

async function answers(url) {
  for (let tries = 0; tries < 200; tries++) {
    if (host.exitCode !== null) throw new Error(`The host has exited with ${host.exitCode}.`)
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return
    await pause(50)
  }
  throw new Error('The host does not answer within ten seconds.')
}
