import { version } from '../cast.ts'
import type { Settings } from '../config/settings.ts'
import type { Runtime } from '../runtime.ts'
import { problemLines } from './problems.ts'
import { columns, count, paint } from './terminal.ts'

const shown = 20

/** What surfaces are called by the programs that speak to them, and what these are told, after the host's URL. */
const clients: readonly { surface: string; name: string; setting: string; path: string }[] = [
  { surface: 'a2a', name: 'A2A', setting: '', path: '/.well-known/agent-card.json' },
  { surface: 'anthropic', name: 'Anthropic', setting: 'ANTHROPIC_BASE_URL=', path: '/anthropic' },
  { surface: 'bedrock', name: 'Bedrock', setting: 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME=', path: '/bedrock' },
  { surface: 'cohere', name: 'Cohere', setting: 'CO_API_URL=', path: '/cohere' },
  { surface: 'gemini', name: 'Gemini', setting: 'GOOGLE_GEMINI_BASE_URL=', path: '/gemini' },
  { surface: 'mcp', name: 'MCP', setting: '', path: '/mcp' },
  { surface: 'openai', name: 'OpenAI', setting: 'OPENAI_BASE_URL=', path: '/openai/v1' },
  { surface: 'ollama', name: 'Ollama', setting: 'OLLAMA_HOST=', path: '/ollama' },
  { surface: 'tgi', name: 'Hugging Face TGI', setting: 'endpointUrl: ', path: '/tgi' },
]

/** What `serve` prints when it is ready. */
export function listing(runtime: Runtime, settings: Settings): string {
  const base = settings.publicUrl ?? runtime.url
  const title = `${paint('bold', `Dramatis ${version}`)} listens on ${paint('cyan', runtime.url)}\n`
  return [title, personas(runtime), plugins(runtime), problems(runtime), addresses(base, settings)]
    .filter((section) => section !== '')
    .join('\n')
}

function personas({ personas }: Runtime): string {
  const rows = personas.slice(0, shown).map(({ name, id, solvers }) => [paint('bold', name), id, solvers.join(' > ')])
  const rest = personas.length > shown ? `  and ${(personas.length - shown).toLocaleString('en')} more\n` : ''
  return `${heading('Personas')}${columns(rows, '  ')}${rest}`
}

function plugins({ plugins }: Runtime): string {
  const kinds = [...new Set(plugins.map(({ kind }) => kind ?? 'plugin'))]
  const counts = kinds.map((kind) => count(plugins.filter((plugin) => plugin.kind === kind).length, kind))
  return `${heading('Plugins')}  ${counts.join(', ') || 'none'}\n`
}

function problems({ problems }: Runtime): string {
  const lines = problemLines(problems.personas, problems.plugins)
  return lines.length === 0 ? '' : `${heading('Problems')}${lines.map((line) => `  ${line}\n`).join('')}`
}

function addresses(base: string, { surfaces }: Settings): string {
  const served = clients.filter(({ surface }) => surfaces[surface]?.enabled !== false)
  const rows = served.map(({ name, setting, path }) => [name, `${setting}${base}${path}`])
  return `${heading('Clients')}${columns([...rows, ['Docs', `${base}/docs`]], '  ')}`
}

function heading(text: string): string {
  return `${paint('bold', text)}\n`
}
