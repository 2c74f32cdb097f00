import type { PlayedDialog } from './play.ts'
import type { PlayedFile, PlayedSuite } from './run.ts'

type Attributes = Readonly<Record<string, string | number>>

/**
 * What became of dialogs, as JUnit XML: a test suite for each file and surface, a test case for each dialog and way.
 * `nameOf` shortens a path, and `explain` puts the misses of a dialog into words.
 */
export function toJUnit(
  files: readonly PlayedFile[],
  nameOf: (path: string) => string,
  explain: (dialog: PlayedDialog) => string,
): string {
  const suites = files.flatMap((played) => {
    const name = nameOf(played.file.path)
    const held = played.suites.map((suite) => suiteElement(played, suite, name, explain))
    return played.error === undefined ? held : [...held, errorElement(played, name, played.error)]
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'dialogs' }, suites)}`
}

function suiteElement(
  { persona }: PlayedFile,
  { surface, dialogs }: PlayedSuite,
  file: string,
  explain: (dialog: PlayedDialog) => string,
): string {
  const cases = dialogs.map((played) => {
    const { dialog, way, milliseconds } = played
    const name = way.name === '' ? dialog.name : `${dialog.name} (${way.name})`
    const missed = played.turns.filter(({ misses }) => misses.length > 0).length
    const failure = element('failure', { message: `${missed} of ${played.turns.length} turns` }, [
      escaped(explain(played)),
    ])
    return element('testcase', { name, classname: persona, time: seconds(milliseconds) }, missed > 0 ? [failure] : [])
  })
  const counts = { tests: dialogs.length, failures: dialogs.filter(isMissed).length, errors: 0, skipped: 0 }
  const time = seconds(dialogs.reduce((sum, { milliseconds }) => sum + milliseconds, 0))
  return element('testsuite', { name: `${file} on ${surface}`, ...counts, time }, cases)
}

function errorElement({ persona }: PlayedFile, file: string, message: string): string {
  const error = element('error', { message }, [])
  const testcase = element('testcase', { name: 'can be held', classname: persona, time: seconds(0) }, [error])
  return element('testsuite', { name: file, tests: 1, failures: 0, errors: 1, skipped: 0, time: seconds(0) }, [
    testcase,
  ])
}

function isMissed({ turns }: PlayedDialog): boolean {
  return turns.some(({ misses }) => misses.length > 0)
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

function element(name: string, attributes: Attributes, content: readonly string[]): string {
  const listed = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
  const start = `<${name}${listed.join('')}`
  return content.length === 0 ? `${start}/>\n` : `${start}>\n${content.join('')}</${name}>\n`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML has no form at all for most control characters and for halves of surrogate pairs. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/\r/g, '&#13;')
}
