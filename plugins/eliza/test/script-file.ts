import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'eliza-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
let files = 0

/** The path of a new file that holds this script, or this text. What every script needs is filled in. */
export function scriptFile(script: object | string): string {
  const path = join(folder, `script-${++files}.json`)
  const whole =
    typeof script === 'string' ? script : JSON.stringify({ fallbacks: [{ say: ['Hm.'] }], keywords: [], ...script })
  writeFileSync(path, whole)
  return path
}
