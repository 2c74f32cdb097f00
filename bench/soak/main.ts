import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { conditions, repository } from '../machine.ts'
import { toMarkdown } from './report.ts'
import { soak } from './soak.ts'
import { openStage } from './stage.ts'

const help = `Keeps a host busy with clients of many kinds, edits its files, ends it and starts it again, and counts what it breaks.

  npm run soak -- [--minutes N] [--build DIR] [--keep]

  --minutes N   how long; 30 unless it is given
  --build DIR   a repository with a built \`dist\`; this one unless it is given
  --keep        leave the folder of the host, with its log and its state

The exit code is 1 where a promise was broken.
`

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error)
  return 1
})

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      build: { type: 'string', default: repository },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const minutes = Number(values.minutes)
  if (!(minutes >= 0.5 && minutes <= 10_000))
    throw new Error(`"${values.minutes}" is no number of minutes from 0.5 on.`)
  const before = conditions()
  const stage = openStage()
  try {
    const outcome = await soak(stage, resolve(values.build), minutes * 60_000)
    console.log(toMarkdown(outcome, before))
    return outcome.tally.isBroken ? 1 : 0
  } finally {
    if (values.keep) console.log(`The folder of the host is ${stage.folder}.`)
    else rmSync(stage.folder, { recursive: true, force: true })
  }
}
