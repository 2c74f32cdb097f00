import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compare, shareOf, withServers } from '../comparison.ts'
import { atLeast, type Row } from '../finding.ts'
import { scratchFolder } from '../machine.ts'
import { dramatis } from '../server.ts'
import { chatBody } from './requests.ts'

const [few, many] = [5, 5000]

export const personas: Row = {
  name: 'personas',
  title: `${few} and ${many.toLocaleString('en-US')} loaded personas of one rule each, asked in turn`,
  async run(effort) {
    const programs = { few: dramatis(await writePersonas(few)), many: dramatis(await writePersonas(many)) }
    const questions = { few: questionsFor(few), many: questionsFor(many) }
    return withServers(programs, questionFor(0), async (servers) => {
      const seen = await compare(servers, effort, 50, (name) => questions[name])
      return [
        { measure: `requests, ${few} personas`, unit: '/s', dramatis: seen.few.perSecond },
        {
          measure: `requests, ${many} personas`,
          unit: '/s',
          dramatis: seen.many.perSecond,
          targets: [atLeast(shareOf(seen.many, seen.few), 0.9, `of those with ${few}`)],
        },
        { measure: `p99, ${few} personas`, unit: 'ms', dramatis: seen.few.p99 },
        { measure: `p99, ${many} personas`, unit: 'ms', dramatis: seen.many.p99 },
      ]
    })
  },
}

/** A folder with so many persona files. */
async function writePersonas(count: number): Promise<string> {
  const folder = join(scratchFolder, `personas-${count}`)
  await mkdir(folder, { recursive: true })
  for (let number = 0; number < count; number++) {
    const persona = { name: nameOf(number), description: 'Answers by one rule.', solvers: ['rule'] }
    await writeFile(join(folder, `${nameOf(number)}.json`), JSON.stringify(persona))
  }
  return folder
}

/** As many questions for few personas as for many, so that the load generator has the same work. */
function questionsFor(count: number): string[] {
  return Array.from({ length: many }, (_, number) => questionFor(number % count))
}

function questionFor(number: number): string {
  return chatBody(nameOf(number), 'Hello, my name is Ada.')
}

/** All of one length, so that every request is. */
function nameOf(number: number): string {
  return `persona-${String(number).padStart(4, '0')}`
}
