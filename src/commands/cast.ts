import { extname } from 'node:path'
import { type Cast, loadCast } from '../cast.ts'
import { documentEndings } from '../config/document.ts'
import { resolveSettings, type Settings } from '../config/settings.ts'
import { RuntimeError } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'
import type { Persona } from '../persona/persona.ts'
import { type Flags, settingsOf } from './flags.ts'
import { guard } from './guard.ts'
import { createLog } from './log.ts'
import { problemLines } from './problems.ts'
import { complain, count } from './terminal.ts'

interface CastOptions {
  flags: Flags
  /** Persona files and folders; none: those of the settings. */
  paths?: readonly string[]
  /** What is logged where neither a flag nor the environment says so; the configuration file is about the server. */
  logLevel?: Settings['logLevel']
  /** False: plugins alone, for commands that show no persona. */
  personas?: boolean
}

/** Loads plugins and personas for one command, and closes them after it. Resolves with the command's exit code. */
export async function withCast(
  { flags, paths, logLevel = 'error', personas = true }: CastOptions,
  use: (cast: Cast, settings: Settings) => Promise<number>,
): Promise<number> {
  const env = { DRAMATIS_LOG_LEVEL: logLevel, ...process.env }
  const settings = await resolveSettings({
    flags: settingsOf(flags, paths),
    as: flags.as,
    env,
    configFile: flags.config,
  })
  const log = createLog(settings.logLevel)
  let cast: Cast | undefined
  guard(log, () => cast?.registry.entries ?? [])
  cast = await loadCast(personas ? settings : { ...settings, personas: [] }, log)
  try {
    return await use(cast, settings)
  } finally {
    await cast.close()
  }
}

/**
 * The same for a command about one persona: an id, name or alias, or a persona file.
 * @throws RuntimeError `unknown-persona`, `invalid-persona`
 */
export function withPersona(
  name: string,
  options: CastOptions,
  use: (cast: Cast, persona: Persona, settings: Settings) => Promise<number>,
): Promise<number> {
  const isFile = documentEndings.includes(extname(name).toLowerCase())
  if (!isFile) return withCast(options, (cast, settings) => use(cast, findPersona(name, cast), settings))
  const { persona: _, ...flags } = options.flags
  return withCast({ ...options, flags, paths: [name] }, (cast, settings) => {
    const [persona] = cast.directory.list()
    for (const line of problemLines(cast.problems)) complain(line)
    if (persona) return use(cast, persona, settings)
    throw new RuntimeError('invalid-persona', `The persona in "${name}" cannot be loaded; correct its file.`)
  })
}

function findPersona(name: string, { directory, problems }: Cast): Persona {
  const lost = problems.filter(({ level }) => level !== 'warning').length
  const note = `There ${lost === 1 ? 'is' : 'are'} ${count(lost, 'problem')} in persona files; run "dramatis check".`
  if (lost > 0) complain(note)
  const persona = directory.find(name)
  if (persona) return persona
  const all = directory.list()
  const near = suggestion(
    name,
    all.flatMap((other) => [other.id, other.name]),
  )
  const next = 'See "dramatis personas" for those there are, or give the path of a persona file.'
  throw new RuntimeError('unknown-persona', `There is no persona "${name}"${near || '.'} ${next}`)
}
