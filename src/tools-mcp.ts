#!/usr/bin/env node
/** `dramatis tools mcp` under a name of its own, for clients that start a server by one word. */
process.argv.splice(2, 0, 'tools', 'mcp')
await import('./main.ts')
