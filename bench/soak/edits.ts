import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from './caller.ts'
import type { Step } from './clients.ts'
import { at } from './protocols.ts'
import { codedPlugin, persona, personaFile, type Stage } from './stage.ts'
import type { Tally } from './tally.ts'

/** When an edit has to be in force, in milliseconds: nobody who asks later may be answered as before. */
const deadline = 1_000

/** One editor, who makes a change on disk or by the API, and asks until it shows. */
export function editor(stage: Stage, caller: Caller, tally: Tally, took: Map<string, number[]>): Step {
  let version = 0
  let turn = 0

  /** @throws Excused where the host ends meanwhile */
  const inForce = async (what: string, shows: () => Promise<boolean>): Promise<void> => {
    const written = performance.now()
    let asked = 0
    for (let isShown = false; !isShown && asked <= 10 * deadline; ) {
      const now = performance.now() - written
      isShown = await shows()
      if (!isShown) asked = now
      if (!isShown) await sleep(20)
    }
    took.set(what, [...(took.get(what) ?? []), performance.now() - written])
    tally.check('edits', asked <= deadline || `${what} did not show after ${asked.toFixed(0)} ms`)
  }
  const answerOf = async (model: string): Promise<string> => {
    const body = { model, messages: [{ role: 'user', content: 'Which version?' }] }
    const { json } = await caller.call('/openai/v1/chat/completions', { body, expected: [200, 404, 422] })
    return at(json(), 'choices', 0, 'message', 'content')
  }
  const says = async (model: string): Promise<boolean> => (await answerOf(model)).endsWith(`version ${version}`)
  const lists = async (name: string): Promise<boolean> =>
    (await caller.call('/ollama/api/tags')).text.includes(`"${name}"`)
  const isWrong = async (name: string): Promise<boolean> => (await caller.call('/api/v1/problems')).text.includes(name)

  const edits: Readonly<Record<string, () => Promise<void>>> = {
    async 'a persona file written in its place'() {
      stage.write('personas/edited.json', personaFile('edited', ++version))
      await inForce('a persona file written in its place', () => says('edited'))
    },
    async 'a persona file replaced'() {
      stage.replace('personas/edited.json', personaFile('edited', ++version))
      await inForce('a persona file replaced', () => says('edited'))
    },
    async 'the persona that everybody talks with'() {
      stage.replace(`personas/${persona}.json`, personaFile(persona, ++version))
      await inForce('the persona that everybody talks with', () => says(persona))
    },
    async 'a persona file that comes and goes'() {
      stage.write('personas/guest.json', personaFile('guest', ++version))
      await inForce('a new persona file', () => lists('guest'))
      tally.check('edits', (await says('guest')) || 'a new persona is listed, and has another version')
      stage.remove('personas/guest.json')
      await inForce('a deleted persona file', async () => !(await lists('guest')))
    },
    async 'a persona file with a mistake'() {
      const before = await answerOf('edited')
      stage.write('personas/edited.json', '{ "name": "edited", "solvers": [')
      await inForce('a persona file with a mistake', () => isWrong('edited.json'))
      const after = await answerOf('edited')
      const isOld = before.split('|').at(-1) === after.split('|').at(-1)
      tally.check('edits', isOld || `with a mistake in its file, a persona said "${after}" for "${before}"`)
      stage.write('personas/edited.json', personaFile('edited', ++version))
      await inForce('a mistake mended', async () => (await says('edited')) && !(await isWrong('edited.json')))
    },
    async 'a plugin edited'() {
      stage.replace('plugins/coded.mjs', codedPlugin(++version))
      await inForce('a plugin edited', () => says('coded'))
    },
    async 'a plugin that comes and goes'() {
      stage.write('plugins/visiting.mjs', codedPlugin(++version))
      stage.write('personas/visiting.json', { name: 'visiting', solvers: ['visiting'] })
      await inForce('a new plugin with its persona', () => says('visiting'))
      stage.remove('personas/visiting.json')
      stage.remove('plugins/visiting.mjs')
      await inForce('a deleted plugin', async () => !(await lists('visiting')))
    },
    async 'a persona by the API'() {
      const made = { ...personaFile('by-rest', ++version), id: 'by-rest' }
      await caller.call('/api/v1/personas', { body: made, expected: [201] })
      tally.check('edits', (await says('by-rest')) || 'a persona that the API made does not answer as it should')
      const { headers } = await caller.call('/api/v1/personas/by-rest')
      const patch = { method: 'PATCH', headers: { 'if-match': String(headers['etag']) } } as const
      await caller.call('/api/v1/personas/by-rest', { ...patch, body: { heard: { version: ++version } } })
      tally.check('edits', (await says('by-rest')) || 'a persona that the API changed does not answer as it should')
      await caller.call('/api/v1/personas/by-rest', { ...patch, body: { description: 'Late.' }, expected: [412] })
      await caller.call('/api/v1/personas/by-rest', { method: 'DELETE' })
      const isGone = !(await lists('by-rest')) && !existsSync(stage.path('personas/by-rest.json'))
      tally.check('edits', isGone || 'a persona that the API deleted is still there')
    },
  }

  return async () => {
    const all = Object.values(edits)
    await all[turn++ % all.length]?.()
  }
}

/** Takes back what an edit has left behind that the end of the host interrupted. */
export function tidy(stage: Stage): void {
  for (const name of ['guest.json', 'visiting.json', 'by-rest.json']) {
    if (existsSync(stage.path(`personas/${name}`))) stage.remove(`personas/${name}`)
  }
  if (existsSync(stage.path('plugins/visiting.mjs'))) stage.remove('plugins/visiting.mjs')
  stage.write('personas/edited.json', personaFile('edited', 0))
}
