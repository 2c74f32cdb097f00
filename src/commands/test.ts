import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { resolveSettings } from '../config/settings.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { surfaceNames } from '../dialogs/clients/index.ts'
import type { DialogProblem } from '../dialogs/dialog.ts'
import { dialogFiles } from '../dialogs/files.ts'
import { toJUnit } from '../dialogs/junit.ts'
import { readDialogFile } from '../dialogs/read.ts'
import { type PlayedFile, runDialogs } from '../dialogs/run.ts'
import { makeFolder } from '../state/folder.ts'
import { type Flags, settingsOf } from './flags.ts'
import { guard } from './guard.ts'
import { createLog } from './log.ts'
import { paint, print, shortPath } from './terminal.ts'
import { missesOf, report, summary } from './test-report.ts'

export interface TestFlags extends Flags {
  surface?: readonly string[]
  junit?: string
  record?: boolean
}

/** Holds the dialogs of files and tells what was not as expected. Resolves with 1 where anything was not. */
export async function test(paths: readonly string[], given: TestFlags): Promise<number> {
  const { surface = ['all'], junit, record = false, ...flags } = given
  const env = { DRAMATIS_LOG_LEVEL: 'silent', ...process.env } // a dialog may well be about a solver that fails
  const sources = { flags: settingsOf(flags), as: flags.as, env, configFile: flags.config }
  const settings = await resolveSettings(sources)
  const read = await Promise.all((await dialogFiles(paths)).map(readDialogFile))
  const problems = read.flatMap((each) => each.problems)
  if (problems.length > 0) {
    await print(problems.map(problemLine).join(''))
    return 1
  }
  const log = createLog(settings.logLevel)
  guard(log, () => [])
  const surfaces = surfaceNames.filter((name) => surface.includes('all') || surface.includes(name))
  const played: PlayedFile[] = []
  for (const { file } of read) {
    if (!file) continue // it has problems then, and there are none
    const one = await runDialogs(file, { settings, log, surfaces, records: record })
    await print(report(one))
    played.push(one)
  }
  const { text, isFine } = summary(played, surfaces)
  await print(text)
  if (junit !== undefined) await save(junit, toJUnit(played, shortPath, missesOf))
  return isFine ? 0 : 1
}

function problemLine({ file, line, message }: DialogProblem): string {
  const place = line === undefined ? shortPath(file) : `${shortPath(file)}:${line}`
  return `${paint('red', 'error')}  ${place}: ${message}\n`
}

async function save(file: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(file))
    await writeFile(file, text)
  } catch (error) {
    const message = `"${file}" cannot be written: ${messageOf(error)}; choose another for --junit.`
    throw new RuntimeError('invalid-settings', message, { cause: error })
  }
}
