import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { scratchFolder } from './machine.ts'
import type { Program } from './server.ts'

const run = promisify(execFile)
const version = '1.15.2'

/** The gateway in front of an upstream, by its own headers. */
export type Gateway = (upstream: string) => Program

/** Installs `@portkey-ai/gateway` into the scratch folder, by npm. @throws Error where it cannot be had. */
export async function installPortkey(): Promise<Gateway> {
  const how = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--prefix', scratchFolder]
  await run('npm', ['install', ...how, `@portkey-ai/gateway@${version}`], { cwd: scratchFolder })
  const script = join(scratchFolder, 'node_modules/@portkey-ai/gateway/build/start-server.js')
  return (upstream) => (port) => ({
    words: [script, `--port=${port}`, '--headless'],
    path: '/v1/chat/completions',
    headers: {
      authorization: 'Bearer none',
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': upstream,
    },
  })
}
