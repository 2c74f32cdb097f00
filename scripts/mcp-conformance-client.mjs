/**
 * What the conformance suite starts as a client, with the address of a server of its own: it takes that server's tools
 * into a toolkit, as `mcp_config.json` would, and calls each of them. The variables of the suite say what else it needs.
 */
import { readMcpServers } from '../dist/config/mcp.js'
import { openServers } from '../dist/mcp-client/servers.js'
import { memoryOf } from '../dist/persona/conversation.js'
import { joinToolboxes } from '../dist/toolbox/toolset.js'

const url = process.argv.at(-1)
const { MCP_CONFORMANCE_SCENARIO: scenario = '', MCP_CONFORMANCE_CONTEXT: given = '{}' } = process.env
const context = JSON.parse(given)

/** Tools that need more than nothing. */
const inputs = {
  add_numbers: { a: 5, b: 3 },
  valid_tool: { region: 'us-west1' },
  json_schema_2020_12_tool: { name: 'Ada', email: 'ada@example.com', phone: '1' },
}

const log = {
  debug: say,
  info: say,
  error: say,
  warn(details, message) {
    say(details, message)
    if (details.page !== undefined)
      fetch(details.page).catch((error) => say({ err: error }, 'The page cannot be opened.'))
  },
}

const server = { url, ...(scenario.startsWith('auth/') ? { auth: authOf(context) } : {}) }
const { servers, problems } = readMcpServers(
  { suite: server },
  { location: import.meta.filename, pointer: '', missing: [] },
)
for (const problem of problems) say(problem, 'The settings are wrong.')
const toolkit = joinToolboxes(openServers(servers, { version: '0.1.0', log }))
await toolkit.ready(Number.POSITIVE_INFINITY)
for (const { message } of toolkit.problems) say({}, message)
inputs.json_schema_echo = { schema: toolkit.tools.find(({ name }) => name.startsWith('json_schema_2020'))?.spec.input }
const calls = context.toolCalls ?? toolkit.tools.map(({ name }) => ({ name, arguments: inputs[name] ?? {} }))
await Promise.all(calls.map((call) => settle(call)))
await toolkit.close()

/** Runs a call until it asks no more; every question is agreed to. */
async function settle({ name, arguments: input }) {
  const session = { signal: AbortSignal.timeout(25_000), log, memory: memoryOf(new Map()), caller: 'suite' }
  const abilities = ['ask', 'sample', 'roots']
  let asked
  try {
    do {
      const answers = Object.fromEntries((asked?.requests ?? []).map((request) => [request.key, answer(request)]))
      asked = await toolkit.call(name, input, { ...session, abilities, state: asked?.state, answers })
    } while (asked.kind === 'ask')
  } catch (error) {
    say({ err: error }, `The tool "${name}" failed.`)
  }
}

function answer(request) {
  if (request.kind === 'sample') return { accepted: true, value: 'Paris' }
  if (request.kind === 'roots') return { accepted: true, value: ['file:///work'] }
  const required = request.schema.required ?? []
  const kinds = { boolean: true, number: 1, integer: 1 }
  const fields = required.map((name) => [name, kinds[request.schema.properties[name].type] ?? 'yes'])
  return { accepted: true, value: Object.fromEntries(fields) }
}

function authOf({ client_id: clientId, client_secret: clientSecret, private_key_pem: privateKey, signing_algorithm }) {
  const isOwn = scenario.includes('client-credentials')
  return {
    grant: isOwn ? 'client_credentials' : 'authorization_code',
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(privateKey === undefined ? {} : { privateKey, algorithm: signing_algorithm ?? 'ES256' }),
    ...(isOwn ? {} : { clientMetadataUrl: 'https://conformance-test.local/client-metadata.json' }),
  }
}

function say({ err, ...details }, message) {
  console.error(message, err?.stack ?? '', Object.keys(details).length === 0 ? '' : JSON.stringify(details))
}
