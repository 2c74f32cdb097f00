/**
 * Serves the agent that compatibility kits of the A2A protocol expect, at /a2a/kit and as the host's own:
 * `npm run serve:a2a-kit -- --port 8337 --grpc-port 8338`. It takes the flags of `dramatis serve`.
 */
import { fileURLToPath } from 'node:url'

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url))

const kit = [
  '--plugins',
  path('test/fixtures/plugins-a2a-kit'),
  '--config',
  path('test/fixtures/a2a-kit/settings.json'),
]
process.argv.splice(2, 0, 'serve', path('test/fixtures/a2a-kit/kit.json'), ...kit, '--state', 'memory:')
await import('../dist/main.js')
