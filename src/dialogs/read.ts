import { readFile } from 'node:fs/promises'
import { readable } from '../config/problems.ts'
import { readSchema } from '../config/schemas.ts'
import { messageOf } from '../core/errors.ts'
import { compileChecking, fieldPath } from '../core/schema.ts'
import type { Dialog, DialogFile, DialogProblem, Expectation } from './dialog.ts'
import { type Located, locate } from './located.ts'

export interface ReadDialogs {
  /** Undefined where there are problems. */
  readonly file: DialogFile | undefined
  readonly problems: readonly DialogProblem[]
}

/** What the schema accepts. */
interface DialogDocument {
  persona: string
  dialogs: readonly {
    name: string
    history?: 'client' | 'host'
    turns: readonly { user: string; expect: string | Rules }[]
  }[]
}

interface Rules {
  equals?: string
  contains?: string | readonly string[]
  matches?: string
  solver?: string
  declined?: boolean
}

const flags = 'iu'
const noProperties = 'must NOT have fewer than 1 properties'
const depthOfRules = '/dialogs/0/turns/0/expect'.split('/').length

let check: ReturnType<typeof compileChecking> | undefined

/** Reads and checks a dialog file. Every problem is reported, and none is thrown. */
export async function readDialogFile(path: string): Promise<ReadDialogs> {
  try {
    return readDialogs(path, locate(await readFile(path, 'utf8')))
  } catch (error) {
    return { file: undefined, problems: [{ file: path, message: `cannot be read: ${messageOf(error)}` }] }
  }
}

function readDialogs(path: string, located: Located): ReadDialogs {
  if (located.problems.length > 0) {
    const problems = located.problems.map(({ line, message }) => ({
      file: path,
      line,
      message: `not YAML: ${message}`,
    }))
    return { file: undefined, problems }
  }
  check ??= compileChecking(readSchema('dialog'))
  const wrong = [...readable(check(located.value)), ...contradictions(located.value)]
  const problems = wrong.map(({ pointer, message }) => ({
    file: path,
    line: located.lineOf(pointer),
    message: `${pointer === '' ? 'the file' : fieldPath(pointer)} ${message.replace(noProperties, 'must not be empty')}`,
  }))
  problems.sort((one, other) => one.line - other.line)
  if (problems.length > 0) return { file: undefined, problems }
  return { file: toFile(path, located.value as DialogDocument, located), problems } // the schema has just said so
}

interface Contradiction {
  pointer: string
  message: string
}

/** What no schema can say of expectations, wherever they stand: the rest of the document may be wrong too. */
function contradictions(value: unknown, pointer = ''): readonly Contradiction[] {
  if (typeof value !== 'object' || value === null) return []
  if (pointer.split('/').length === depthOfRules) return pointer.endsWith('/expect') ? inRules(value, pointer) : []
  return Object.entries(value).flatMap(([key, inner]) => contradictions(inner, `${pointer}/${key}`))
}

function inRules({ matches, declined, ...others }: { matches?: unknown; declined?: unknown }, pointer: string) {
  const found: Contradiction[] = []
  if (typeof matches === 'string') {
    try {
      new RegExp(matches, flags)
    } catch (error) {
      const why = messageOf(error).replace(/^Invalid regular expression: /, '')
      found.push({ pointer: `${pointer}/matches`, message: `is no regular expression: ${why}` })
    }
  }
  const [rule] = Object.keys(matches === undefined ? others : { matches, ...others })
  if (declined === true && rule !== undefined) {
    found.push({ pointer: `${pointer}/declined`, message: `leaves no answer that "${rule}" could hold for` })
  }
  return found
}

function toFile(path: string, { persona, dialogs }: DialogDocument, located: Located): DialogFile {
  const toDialog = ({ name, history, turns }: DialogDocument['dialogs'][number], index: number): Dialog => ({
    name,
    history,
    turns: turns.map(({ user, expect }, turn) => ({
      user,
      expect: toExpectation(expect),
      line: located.lineOf(`/dialogs/${index}/turns/${turn}`),
    })),
  })
  return { path, persona, dialogs: dialogs.map(toDialog) }
}

function toExpectation(given: string | Rules): Expectation {
  if (typeof given === 'string') return { equals: given, contains: [], declined: false }
  const { contains = [], matches, declined = false, ...rules } = given
  return {
    ...rules,
    contains: [contains].flat(),
    ...(matches === undefined ? {} : { matches: new RegExp(matches, flags) }),
    declined,
  }
}
