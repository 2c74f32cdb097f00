/** Writes the tables of README.md that come from code. With --check it only tells whether they are up to date. */
import { readFile, writeFile } from 'node:fs/promises'
import { catalogue } from '../dist/core/errors.js'
import { traceReasons } from '../dist/core/trace.js'

const errors = [
  '| code | status | when |',
  '| --- | --- | --- |',
  ...Object.entries(catalogue).map(([code, { status, when }]) => `| \`${code}\` | ${status} | ${when} |`),
]
const reasons = [
  '| reason | meaning |',
  '| --- | --- |',
  ...Object.entries(traceReasons).map(([reason, meaning]) => `| \`${reason}\` | ${meaning} |`),
]

const fill = (text, name, lines) =>
  text.replace(
    new RegExp(`<!-- ${name} -->.*<!-- /${name} -->`, 's'),
    `<!-- ${name} -->\n${lines.join('\n')}\n<!-- /${name} -->`,
  )

const before = await readFile('README.md', 'utf8')
const after = fill(fill(before, 'errors', errors), 'reasons', reasons)
if (!process.argv.includes('--check')) {
  await writeFile('README.md', after)
} else if (before !== after) {
  console.error('The tables of README.md are not what the code says; run "npm run docs".')
  process.exitCode = 1
}
