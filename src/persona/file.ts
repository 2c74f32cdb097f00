import { basename, extname } from 'node:path'
import { parseDocument } from '../config/document.ts'
import { isComment, type Substituted, substitute } from '../config/env.ts'
import type { PersonaFile } from '../config/persona.gen.ts'
import { readable } from '../config/problems.ts'
import { readSchema } from '../config/schemas.ts'
import { messageOf } from '../core/errors.ts'
import { compileFilling, type Problem } from '../core/schema.ts'
import { slug } from '../core/text.ts'
import { isTimezone, machineTimezone, milliseconds } from '../core/time.ts'
import { isAgentFile } from './foreign.ts'
import type { PersonaTraits } from './persona.ts'
import type { PersonaProblem } from './problem.ts'
import type { PersonaSource } from './source.ts'
import { characterKeys, voiceOf } from './voice.ts'

/** A persona file that has been read and checked as far as it goes without plugins. */
export interface PersonaSpec extends PersonaTraits {
  readonly file: string
  /** Plugin ids as the file spells them, each with where it stands. */
  readonly chain: readonly { plugin: string; pointer: string }[]
  /** Ids of toolboxes, as the file spells them. */
  readonly toolboxes: readonly string[]
  /** MCP servers of its own, with the variables that are missing from what is said of them. */
  readonly mcpServers: { readonly given: Readonly<Record<string, unknown>>; readonly missing: Substituted['missing'] }
  /** Keys of the file that only language models make use of. */
  readonly modelKeys: readonly string[]
  /** Every key that the schema does not know: settings of plugins, and mistakes. */
  readonly blocks: ReadonlyMap<string, unknown>
}

export interface ReadPersona {
  /** Undefined where one of the problems is an error. */
  spec: PersonaSpec | undefined
  problems: readonly PersonaProblem[]
  /** It is not even a document: perhaps somebody is still writing it. */
  unreadable?: boolean
}

const schema = readSchema('persona')
/** The keys that the file itself may have. */
export const personaKeys: readonly string[] = Object.keys(schema.properties)
const check = compileFilling({ ...schema, additionalProperties: true })
const chainHint = 'the plugin ids of the chain; "handlers" and "chat_module" are understood too'
/** persona-agent gave every persona a language model. */
export const agentChain = { solvers: ['openai'] }
const modelKeys = [...characterKeys, 'system_prompt_strategy', 'toolboxes', 'mcpServers', 'restyle'] as const
/** The keys that a chain may stand under; the first that is there counts. */
export const chainKeys = ['solvers', 'handlers', 'chat_module'] as const
/** Words that follow `/personas/`, `/mcp/` or `/a2a/` in URLs. */
export const reservedIds: readonly string[] = ['personas', 'sse', 'messages', 'tasks', 'v1']

/** Reads what a persona file says, fills in its variables and checks it. Every problem is reported, none is thrown. */
export async function readPersona(
  source: PersonaSource,
  env: NodeJS.ProcessEnv,
  defaultSolvers: readonly string[] = [],
): Promise<ReadPersona> {
  const { file, text, modified } = source
  const problem = (pointer: string, message: string): PersonaProblem => ({ level: 'error', file, pointer, message })
  try {
    const document = await parseDocument(text, file)
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      return { spec: undefined, problems: [problem('', 'a persona file holds an object')] }
    }
    const { value, missing } = substitute(withChain(document, defaultSolvers), env)
    const ofServer = missing.filter(({ pointer }) => pointer.startsWith('/mcpServers/')) // these cost a server alone
    const others = missing.filter((one) => !ofServer.includes(one))
    const unset = others.map(({ variable, pointer }) =>
      problem(pointer, `the variable ${variable} is not set; set it, or give a default: \${${variable}:-...}`),
    )
    const wrong = readable(check(value).filter(isWorthTelling)).map(({ pointer, message }) =>
      problem(pointer, pointer === '/solvers' && message === 'is required' ? `${message}: ${chainHint}` : message),
    )
    const persona = value as PersonaFile // the schema has just said so, where there are no problems
    const errors = [...unset, ...wrong, ...reservedId(persona, file, problem), ...wrongTimezone(persona, problem)]
    if (errors.length > 0) return { spec: undefined, problems: errors }
    return { spec: specOf(persona, file, modified, ofServer), problems: idleSpellings(persona, file) }
  } catch (error) {
    return { spec: undefined, problems: [problem('', `cannot be read: ${messageOf(error)}`)], unreadable: true }
  }
}

function withChain(document: object, defaultSolvers: readonly string[]): object {
  if (chainKeys.some((key) => Object.hasOwn(document, key))) return document
  if (isAgentFile(document)) return { ...document, ...agentChain }
  return defaultSolvers.length > 0 ? { ...document, solvers: defaultSolvers } : document
}

/** One spelling of the chain is missing, not three; and `reservedId` says what is wrong with a reserved id. */
function isWorthTelling({ pointer, problem, message }: Problem): boolean {
  if (pointer === '/id') return message !== 'must NOT be valid'
  return !(problem === 'missing' && ['/handlers', '/chat_module'].includes(pointer))
}

function reservedId(persona: PersonaFile, file: string, problem: (pointer: string, message: string) => PersonaProblem) {
  const id = idOf(persona, file)
  return reservedIds.includes(id)
    ? [problem('/id', `"${id}" is reserved for URLs of the host; give it another id`)]
    : []
}

function wrongTimezone({ timezone }: PersonaFile, problem: (pointer: string, message: string) => PersonaProblem) {
  if (typeof timezone !== 'string' || timezone === '' || isTimezone(timezone)) return []
  return [problem('/timezone', `"${timezone}" is no time zone; give an IANA name, such as "Europe/Berlin"`)]
}

/** A chain that is spelled twice is taken from the first of its spellings. */
function idleSpellings(persona: PersonaFile, file: string): PersonaProblem[] {
  const [used, ...idle] = chainKeys.filter((key) => persona[key] !== undefined)
  const message = `has no effect: the chain stands under "${used}"`
  return idle.map((key) => ({ level: 'warning', file, pointer: `/${key}`, message }))
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** The id of what a persona file holds. */
export function idOf({ id, name }: { id?: unknown; name?: unknown }, file: string): string {
  if (typeof id === 'string') return id
  return slug(basename(file, extname(file))) || slug(typeof name === 'string' ? name : '') || 'persona'
}

function domainsOf({ knowledge_domains = {} }: PersonaFile): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(knowledge_domains).map(([domain, topics]) => [domain, [topics].flat()]))
}

function specOf(persona: PersonaFile, file: string, modified: Date, missing: Substituted['missing']): PersonaSpec {
  const stem = basename(file, extname(file))
  const { chat_module } = persona
  const spelling = persona.solvers ? 'solvers' : persona.handlers ? 'handlers' : 'chat_module'
  const names = persona.solvers ?? persona.handlers ?? (chat_module === undefined ? [] : [chat_module])
  return {
    file,
    id: idOf(persona, file),
    name: persona.name ?? stem,
    description: persona.description ?? '',
    aliases: persona.aliases ?? [],
    lang: persona.lang ?? 'en',
    timezone: persona.timezone ?? machineTimezone(),
    deadline: milliseconds(persona.deadline ?? '10m'),
    fallthroughOn: new Set(persona.fallthroughOn),
    voice: voiceOf(persona, persona.name ?? stem),
    restyle: persona.restyle ?? false,
    domains: domainsOf(persona),
    maxToolRounds: persona.maxToolRounds ?? 10,
    toolboxes: persona.toolboxes ?? [],
    mcpServers: { given: persona.mcpServers ?? {}, missing },
    modelKeys: modelKeys.filter(
      (key) => persona[key] !== undefined && persona[key] !== false && !isEmpty(persona[key]),
    ),
    chain: names.map((plugin, index) => ({
      plugin,
      pointer: spelling === 'chat_module' ? '/chat_module' : `/${spelling}/${index}`,
    })),
    blocks: new Map(Object.entries(persona).filter(([key]) => !personaKeys.includes(key) && !isComment(key))),
    modifiedAt: modified.toISOString(),
  }
}
