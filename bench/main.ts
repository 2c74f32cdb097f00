import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Effort } from './finding.ts'
import { conditions, missingTools, sources } from './machine.ts'
import { misses, type Report, toMarkdown } from './report.ts'
import { rows } from './rows/index.ts'

const help = `Measures Dramatis beside node:http and Express, each on one core of this machine, and prints a table.

  npm run bench -- [--quick] [--only ROW ...] [--strict]

  --quick     one run of one second each, for a first look
  --only ROW  only this row: ${rows.map(({ name }) => name).join(', ')}
  --strict    end with code 1 where a target is missed; without it the code is 0 all the same
`

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const missing = missingTools()
  if (missing.length > 0) throw new Error(missing.join('\n'))
  const report = await measure(values.only, values.quick ? { runs: 1, seconds: 1 } : { runs: 5, seconds: 3 })
  const file = await keep(report)
  console.log(`${toMarkdown(report)}\n\nThe figures are in ${file}.`)
  if (!misses(report)) return 0
  console.log(`Targets were missed.${values.strict ? '' : ' The exit code is 0 all the same; --strict makes it 1.'}`)
  return values.strict ? 1 : 0
}

async function measure(only: readonly string[], effort: Effort): Promise<Report> {
  const unknown = only.find((name) => rows.every((row) => row.name !== name))
  if (unknown !== undefined) throw new Error(`There is no row "${unknown}"; see --help.`)
  const report = { conditions: conditions(), ...effort, rows: [] as Report['rows'][number][] }
  for (const row of rows) {
    if (only.length > 0 && !only.includes(row.name)) continue
    console.error(`measuring: ${row.name}`)
    report.rows.push({ name: row.name, title: row.title, findings: await row.run(effort) })
  }
  return report
}

async function keep(report: Report): Promise<string> {
  const folder = join(sources, 'results')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${report.conditions.takenAt.replaceAll(':', '-')}.json`)
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`)
  return file
}
