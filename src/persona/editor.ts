import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { parseDocument } from '../config/document.ts'
import { requireShallow } from '../config/env.ts'
import { syncFolder, writeFileDurably } from '../config/write-file.ts'
import { currentCaller } from '../core/caller.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { IsKnown, PersonaDocument, PersonaEditor, PersonaIssue } from '../core/persona-editor.ts'
import { slug, suggestion } from '../core/text.ts'
import type { Json } from '../core/types.ts'
import { buildPersona } from './build.ts'
import { invalid, notWritten, requireId, requireName, requireUnmasked, withoutNotes } from './editing.ts'
import type { Ensemble } from './ensemble.ts'
import { agentChain, chainKeys, idOf } from './file.ts'
import { isFields, mergePatch, patchText, writeText } from './patch.ts'
import { endingOf, placeFor, requireOwn } from './places.ts'
import { problemsOf, type Seat } from './seat.ts'
import { masked, unmasked } from './secrets.ts'
import { readSource, revisionOf, stampOf } from './source.ts'
import type { Workshop } from './workshop.ts'

type Fields = Readonly<Record<string, unknown>>

export interface EditorOptions {
  readonly ensemble: Ensemble
  readonly workshop: Workshop
  /** Persona files and folders of them. */
  readonly paths: readonly string[]
  /** Told when others are served than before. */
  readonly changed: () => void
}

/** What `PersonaEditor` promises, over the files of an ensemble. */
export class FileEditor implements PersonaEditor {
  readonly #options: EditorOptions

  constructor(options: EditorOptions) {
    this.#options = options
  }

  problems(): ReturnType<PersonaEditor['problems']> {
    const { ensemble, workshop } = this.#options
    const personas = ensemble.seats
      .filter(isVisible)
      .flatMap((seat) => problemsOf(seat).map((problem) => ({ persona: idOfSeat(seat), ...problem })))
    return { personas, plugins: workshop.registry.problems }
  }

  async read(name: string): Promise<PersonaDocument> {
    const seat = this.#find(name)
    const { text } = await textOf(seat)
    const value = await fieldsOf(text, seat.file).catch(() => ({})) // what is wrong with it is among the problems
    return documentOf(seat, text, value)
  }

  create(given: object): Promise<PersonaDocument> {
    return this.#inTurn(async () => {
      const { id, ...fields } = mergePatch({}, withoutNotes(given)) as Record<string, unknown> // a patch of an object
      requireName(id, fields.name)
      if (id !== undefined) requireId(typeof id === 'string' ? id : '')
      const chosen =
        typeof id === 'string' ? id : slug(String(fields.name ?? '')) || `persona-${randomUUID().slice(0, 8)}`
      requireId(chosen)
      const hasChain = chainKeys.some((key) => fields[key] !== undefined)
      const value = { id: chosen, ...fields, ...(hasChain ? {} : agentChain) }
      requireUnmasked(unmasked(value, {}).lost)
      this.#requireFree(chosen)
      const file = await placeFor(chosen, '.json', this.#options.paths)
      return await this.#put(file, await writeText(value, file))
    })
  }

  change(name: string, given: object, isKnown: IsKnown): Promise<PersonaDocument> {
    return this.#inTurn(async () => {
      const seat = await this.#own(name, isKnown)
      const { text } = await textOf(seat)
      const before = await fieldsOf(text, seat.file).catch((error: unknown) => {
        throw invalid([{ pointer: '', message: `its file cannot be read: ${messageOf(error)}` }])
      })
      const patch = withoutNotes(given)
      if (patch.id !== undefined && patch.id !== idOfSeat(seat)) {
        throw invalid([{ pointer: '/id', message: 'cannot be changed: make a new persona, and delete this one' }])
      }
      const { value, lost } = unmasked(patch, before)
      requireUnmasked(lost)
      const next = await patchText(text, seat.file, before, value as Fields) // made of the patch, which is an object
      return await this.#put(seat.file, next, seat)
    })
  }

  upload(
    { name, text }: { name: string; text: string },
    { overwrite, isKnown }: { overwrite: boolean; isKnown: IsKnown },
  ): ReturnType<PersonaEditor['upload']> {
    return this.#inTurn(async () => {
      const ending = endingOf(name)
      if (ending === undefined)
        throw new RuntimeError('invalid-request', 'The name of the file must end in .json, .yaml or .yml.')
      const value = await fieldsOf(text, name)
      const id = idOf(value, basename(name.replaceAll('\\', '/')))
      requireId(id)
      requireUnmasked(unmasked(value, {}).lost)
      const known = this.#options.ensemble.seats.find((seat) => idOfSeat(seat) === id)
      if (!known) {
        this.#requireFree(id)
        const file = await placeFor(id, ending, this.#options.paths)
        return { document: await this.#put(file, text), isNew: true }
      }
      if (!overwrite) {
        throw new RuntimeError('conflict', `There is a persona "${id}" already; overwrite it with ?overwrite=true.`)
      }
      await this.#own(id, isKnown)
      const isSame = endingOf(known.file) === ending
      return {
        document: await this.#put(known.file, isSame ? text : await writeText(value, known.file), known),
        isNew: false,
      }
    })
  }

  remove(name: string, isKnown: IsKnown): Promise<void> {
    return this.#inTurn(async () => {
      const { ensemble, changed } = this.#options
      const { file } = await this.#own(name, isKnown)
      try {
        await rm(file)
        await syncFolder(dirname(file))
      } catch (error) {
        throw notWritten(file, error)
      }
      await ensemble.look()
      changed()
    })
  }

  /** One change after the other, each on what the files are like then. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const { ensemble, changed } = this.#options
    return ensemble.inTurn(async () => {
      if ((await ensemble.look(true)).changed) changed()
      return await work()
    })
  }

  #find(name: string): Seat {
    const seats = this.#options.ensemble.seats.filter(isVisible)
    const found =
      seats.find(({ persona }) => persona?.id === name) ??
      seats.find((seat) => idOfSeat(seat) === name) ??
      seats.find(({ persona }) => persona && [persona.name, ...persona.aliases].includes(name))
    if (found) return found
    const near = suggestion(name, seats.map(idOfSeat))
    throw new RuntimeError('unknown-persona', `There is no persona "${name.slice(0, 100)}"${near || '.'}`)
  }

  /** One that may be written to. */
  async #own(name: string, isKnown: IsKnown): Promise<Seat> {
    const seat = this.#find(name)
    const { text } = await textOf(seat)
    if (!isKnown(revisionOf(text))) {
      throw new RuntimeError(
        'precondition-failed',
        'It has been changed meanwhile; fetch it again, and then change it.',
      )
    }
    await requireOwn(seat.file)
    return seat
  }

  #requireFree(id: string): void {
    if (!this.#options.ensemble.seats.some((seat) => idOfSeat(seat) === id)) return
    throw new RuntimeError('conflict', `There is a persona "${id}" already; choose another id.`)
  }

  /** Builds a text, writes it, and serves it; where one of these fails everything is as it was. */
  async #put(file: string, text: string, before?: Seat): Promise<PersonaDocument> {
    const { ensemble, workshop, changed } = this.#options
    const built = await buildPersona({ file, text, modified: new Date() }, workshop)
    const { problems, taken, accept } = ensemble.propose({ ...built, file })
    try {
      if (taken !== undefined) throw new RuntimeError('conflict', taken)
      const known = new Set(before ? problemsOf(before).map(({ pointer, message }) => pointer + message) : [])
      const wrong = problems.filter(
        ({ level, pointer, message }) => level === 'error' || (level === 'link' && !known.has(pointer + message)),
      )
      if (wrong.length > 0) throw invalid(wrong)
      if (built.persona && !currentCaller().mayAsk(built.persona)) {
        throw new RuntimeError('forbidden', `The key is not good for the persona "${built.persona.id}".`)
      }
      await writeFileDurably(file, text).catch((error: unknown) => {
        throw notWritten(file, error)
      })
    } catch (error) {
      await built.persona?.close()
      throw error
    }
    accept((await stampOf(file)) ?? '')
    changed()
    const seat = ensemble.seats.find((other) => other.file === file)
    if (!seat) throw new RuntimeError('internal', `"${basename(file)}" was written and has no seat.`)
    return documentOf(seat, text, await fieldsOf(text, file))
  }
}

/** A persona that a key is not good for does not exist for it, also where the key may change others. */
function isVisible(seat: Seat): boolean {
  return currentCaller().mayAsk({ id: idOfSeat(seat), ...(seat.persona ? { name: seat.persona.name } : {}) })
}

/** The id of whoever is served for a file, or would be. */
function idOfSeat({ file, persona }: Seat): string {
  return persona?.id ?? idOf({}, file)
}

async function textOf(seat: Seat): Promise<{ text: string }> {
  const source = await readSource(seat.file)
  return 'text' in source ? source : { text: '' } // it is gone, or cannot be read: the next look tells
}

/** @throws RuntimeError `invalid-request` for a text that is no document, `invalid-persona` for one without fields */
async function fieldsOf(text: string, file: string): Promise<Fields> {
  const parsed = parseDocument(text, file).then((document) => requireShallow(document))
  const value = await parsed.catch((error: unknown) => {
    throw new RuntimeError('invalid-request', `The file cannot be read: ${messageOf(error)}.`, { cause: error })
  })
  if (isFields(value)) return value
  throw invalid([{ pointer: '', message: 'a persona file holds an object' }])
}

function documentOf(seat: Seat, text: string, value: Fields): PersonaDocument {
  const problems = problemsOf(seat).map(({ level, pointer, message }): PersonaIssue => ({ level, pointer, message }))
  const shown = masked(value) as Record<string, Json> // a copy of what JSON or YAML holds
  return { id: idOfSeat(seat), revision: revisionOf(text), value: shown, problems }
}
