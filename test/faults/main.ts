import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { messageOf } from '../../src/core/errors.ts'
import { type FaultName, faults } from '../support/faults.ts'
import { clients, everybody } from './clients/index.ts'
import { cutWithin, leave, type SituationName, situations } from './leaving.ts'
import { fill, toLeaving, toRules, toSummary, toTable } from './report.ts'
import { rules } from './rules.ts'
import { casesOf, play } from './table.ts'

const help = `Plays every fault of a language model's server to clients of every surface, and prints what they hear.

  npm run faults -- [--write]

  --write  puts the tables into docs/reliability.md and README.md, where nothing is wrong
`

process.exitCode = await main().catch((error: unknown) => {
  console.error(messageOf(error))
  return 1
})

async function main(): Promise<number> {
  const options = { write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const
  const { values } = parseArgs({ options })
  if (values.help) {
    console.log(help)
    return 0
  }
  const started = performance.now()
  const cells = await play(casesOf(Object.keys(faults) as FaultName[], Object.keys(everybody)))
  const left = await leave(Object.keys(clients), Object.keys(situations) as SituationName[])
  const measured = []
  for (const { rule, run } of rules) {
    measured.push(
      await run().then(
        (result) => ({ rule, result, wrong: false }),
        (error: unknown) => ({ rule, result: messageOf(error), wrong: true }),
      ),
    )
  }
  const wrong = [
    ...cells.flatMap(({ fault, client, stream, wrong }) =>
      wrong === undefined ? [] : [`${fault}, ${client}, ${stream ? 'streamed' : 'whole'}: ${wrong}`],
    ),
    ...left.flatMap(({ client, situation, milliseconds }) =>
      milliseconds < cutWithin ? [] : [`${client} ${situation}, and leaves: cut after ${milliseconds.toFixed(1)} ms`],
    ),
    ...measured.flatMap((item) => (item.wrong ? [`${item.rule} ${item.result}`] : [])),
  ]
  const tables = { faults: toTable(cells), leaving: toLeaving(left), rules: toRules(measured) }
  console.log(Object.values(tables).join('\n\n'))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`\n${cells.length + left.length + rules.length} checks in ${seconds} s, ${wrong.length} wrong`)
  for (const line of wrong) console.log(`  ${line}`)
  if (wrong.length > 0) return 1
  if (values.write) await write(tables, toSummary(cells))
  return 0
}

async function write(tables: Readonly<Record<string, string>>, summary: string): Promise<void> {
  await replace('docs/reliability.md', tables)
  await replace('README.md', { faults: summary })
}

async function replace(file: string, sections: Readonly<Record<string, string>>): Promise<void> {
  let page = await readFile(file, 'utf8')
  for (const [mark, text] of Object.entries(sections)) page = fill(page, mark, text)
  await writeFile(file, page)
}
