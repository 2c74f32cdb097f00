/**
 * Serves the tools, resources and prompts that conformance kits of the Model Context Protocol expect, at /mcp:
 * `npm run serve:mcp-kit -- --port 8337`. It takes the flags of `dramatis serve`.
 */
import { fileURLToPath } from 'node:url'

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url))

process.argv.splice(2, 0, 'serve', path('personas/eliza.json'), '--plugins', path('test/fixtures/plugins-mcp-kit'))
await import('../dist/main.js')
