import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { silentLog } from 'dramatis/testing'
import { resolveSettings } from '../../src/config/settings.ts'
import { surfaceNames } from '../../src/dialogs/clients/index.ts'
import { readDialogFile } from '../../src/dialogs/read.ts'
import { type PlayedFile, type RunOptions, runDialogs } from '../../src/dialogs/run.ts'

/** A new folder with files in it; `close` removes it. */
export function dialogFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'dramatis-dialogs-'))
  return {
    folder,
    write(name: string, content: string): string {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
      return path
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}

/** Reads a dialog file without problems, and holds its dialogs. */
export async function held(
  path: string,
  options: Partial<RunOptions> & { plugins?: string } = {},
): Promise<PlayedFile> {
  const { plugins, ...rest } = options
  const { file, problems } = await readDialogFile(path)
  if (!file) throw new Error(JSON.stringify(problems))
  const settings = await resolveSettings({ flags: { personas: [], plugins: plugins ? [plugins] : [] }, env: {} })
  return await runDialogs(file, { settings, log: silentLog, surfaces: surfaceNames, records: false, ...rest })
}

/** Every turn that was not as expected: `openai streamed 2: contains "x"; got`. */
export function missesIn({ suites, error }: PlayedFile): readonly string[] {
  const missed = suites.flatMap(({ surface, dialogs }) =>
    dialogs.flatMap(({ way, turns }) =>
      turns.flatMap(({ number, misses, heard }) =>
        misses.map(({ expected, wanted, got }) => {
          const place = [surface, way.name, number].filter((part) => part !== '').join(' ')
          return `${place}: ${wanted ?? expected}; ${got ?? heard.text}`
        }),
      ),
    ),
  )
  return error === undefined ? missed : [...missed, error]
}
