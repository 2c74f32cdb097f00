import { parseDocument } from '../config/document.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { IsKnown, PersonaDocument, PersonaEditor } from '../core/persona-editor.ts'
import { characterKeys } from './voice.ts'

/** Fields that say who a persona is. None of them starts a program, opens a file or calls a server. */
const character: readonly string[] = ['id', 'name', 'description', ...characterKeys]

/**
 * Lets somebody whom nobody knows edit characters, as persona-agent did: a chain, tools and variables of the environment
 * would give away the machine.
 */
export class CharacterEditor implements PersonaEditor {
  readonly #editor: PersonaEditor

  constructor(editor: PersonaEditor) {
    this.#editor = editor
  }

  problems(): ReturnType<PersonaEditor['problems']> {
    return this.#editor.problems()
  }

  read(name: string): Promise<PersonaDocument> {
    return this.#editor.read(name)
  }

  async create(value: object): Promise<PersonaDocument> {
    requireCharacter(value)
    return await this.#editor.create(value)
  }

  async change(name: string, patch: object, isKnown: IsKnown): Promise<PersonaDocument> {
    requireCharacter(patch)
    return await this.#editor.change(name, patch, isKnown)
  }

  async upload(
    file: { readonly name: string; readonly text: string },
    options: { readonly overwrite: boolean; readonly isKnown: IsKnown },
  ): ReturnType<PersonaEditor['upload']> {
    const value = await parseDocument(file.text, file.name).catch((error: unknown) => {
      throw new RuntimeError('invalid-request', `The file cannot be read: ${messageOf(error)}.`, { cause: error })
    })
    if (typeof value === 'object' && value !== null) requireCharacter(value)
    return await this.#editor.upload(file, options)
  }

  remove(name: string, isKnown: IsKnown): Promise<void> {
    return this.#editor.remove(name, isKnown)
  }
}

/** @throws RuntimeError `forbidden` that names what may not be written */
function requireCharacter(value: object): void {
  const other = Object.keys(value).find((key) => !character.includes(key))
  if (other !== undefined) throw refusal(`"${other}"`)
  if (JSON.stringify(value).includes('${')) throw refusal('A variable of the environment')
}

function refusal(what: string): RuntimeError {
  const message = `${what} can only be written with a key that may manage, or from the host's own machine.`
  return new RuntimeError('forbidden', message)
}
