import { resolveSettings, stateUrl } from '../config/settings.ts'
import { backUp } from '../state/index.ts'
import { type Flags, settingsOf } from './flags.ts'
import { print } from './terminal.ts'

/** Copies the state to a file while a host may be using it. */
export async function backup(file: string, flags: Flags): Promise<number> {
  const settings = await resolveSettings({ flags: settingsOf(flags), configFile: flags.config })
  await backUp(stateUrl(settings), file)
  await print(`The state is in ${file}. To restore it, stop the host and put the file in the place of the state.\n`)
  return 0
}
