import { dirname, extname, resolve } from 'node:path'
import { type Cast, loadCast } from '../cast.ts'
import { documentEndings } from '../config/document.ts'
import type { Settings } from '../config/settings.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Log } from '../core/types.ts'
import type { Persona } from '../persona/persona.ts'
import { describeProblem } from '../persona/problem.ts'
import { serveCast } from '../runtime.ts'
import { setTape } from '../web/tape.ts'
import { askDirectly, askOver } from './ask.ts'
import { clients } from './clients/index.ts'
import type { DialogFile } from './dialog.ts'
import type { Ask } from './heard.ts'
import { type PlayedDialog, play, waysOf } from './play.ts'
import { DialogTape, tapeEnding } from './tape.ts'

export interface RunOptions {
  readonly settings: Settings
  readonly log: Log
  /** Some of `surfaceNames`. */
  readonly surfaces: readonly string[]
  /** True: what is not on the tape yet is asked for over the network, and put there. */
  readonly records: boolean
}

/** What became of the dialogs of a file. */
export interface PlayedFile {
  readonly file: DialogFile
  /** The name of the persona, or what the file calls it where it was not found. */
  readonly persona: string
  readonly suites: readonly PlayedSuite[]
  /** Why they could not be held at all, or no further. */
  readonly error?: string
}

/** All dialogs of a file, held over one surface in every way. */
export interface PlayedSuite {
  readonly surface: string
  readonly dialogs: readonly PlayedDialog[]
}

/** Holds the dialogs of a file over each surface, on a host of their own. What stops them is told, not thrown. */
export async function runDialogs(file: DialogFile, options: RunOptions): Promise<PlayedFile> {
  const suites: PlayedSuite[] = []
  let persona = file.persona
  try {
    const tape = await DialogTape.open(file.path + tapeEnding, options.records)
    setTape(tape)
    try {
      await withHost(file, options, async (host) => {
        persona = host.persona.name
        for (const surface of options.surfaces) suites.push(await runSuite(file, surface, host, tape))
      })
    } finally {
      setTape(undefined)
      await tape.save()
    }
  } catch (error) {
    return { file, persona, suites, error: messageOf(error) }
  }
  return { file, persona, suites }
}

interface DialogHost {
  readonly cast: Cast
  readonly persona: Persona
  /** Absent where nothing is asked over HTTP. */
  readonly url: string | undefined
}

async function withHost(
  file: DialogFile,
  { settings: given, log, surfaces }: RunOptions,
  use: (host: DialogHost) => Promise<void>,
): Promise<void> {
  const settings: Settings = {
    ...given,
    ...{ host: '127.0.0.1', port: 0, publicUrl: undefined, defaultPersona: undefined },
    personas: personaPaths(file, given),
  }
  const cast = await loadCast(settings, log)
  let host: { url?: string; close(): Promise<void> } = cast
  try {
    const persona = personaOf(file, cast)
    if (surfaces.some((surface) => surface !== 'direct')) host = await serveCast(cast, settings, log)
    await use({ cast, persona, url: host.url })
  } finally {
    await host.close()
  }
}

function isFile({ persona }: DialogFile): boolean {
  return documentEndings.includes(extname(persona).toLowerCase())
}

function personaPaths(file: DialogFile, { personas }: Settings): readonly string[] {
  return isFile(file) ? [resolve(dirname(file.path), file.persona)] : personas
}

/** @throws RuntimeError `invalid-persona`, `unknown-persona` */
function personaOf(file: DialogFile, { directory, problems }: Cast): Persona {
  if (!isFile(file)) return directory.get(file.persona)
  const lost = problems.filter(({ level }) => level !== 'warning')
  const [persona] = directory.list()
  if (persona && lost.length === 0) return persona
  throw new RuntimeError('invalid-persona', lost.map(describeProblem).join('; '))
}

async function runSuite(file: DialogFile, surface: string, host: DialogHost, tape: DialogTape): Promise<PlayedSuite> {
  const ask = await askerOf(surface, host)
  const dialogs: PlayedDialog[] = []
  for (const dialog of file.dialogs) {
    for (const way of waysOf(dialog, surface === 'direct')) {
      dialogs.push(await play(dialog, way, ask, () => tape.takeTroubles()))
    }
  }
  return { surface, dialogs }
}

async function askerOf(surface: string, { cast, persona, url }: DialogHost): Promise<Ask> {
  const client = await clients[surface]?.()
  return client && url !== undefined ? askOver(client, url, cast.turns, persona) : askDirectly(cast.turns, persona)
}
