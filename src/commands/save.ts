import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Persona } from '../persona/persona.ts'

export interface Utterance {
  role: 'user' | 'assistant'
  content: string
}

/**
 * Writes a conversation to a new file, and tells where: `.json` holds its messages, any other file is for reading.
 * @throws RuntimeError `invalid-request` for a file that was not named, is there already or cannot be written.
 */
export async function saveTranscript(file: string, { name }: Persona, said: readonly Utterance[]): Promise<string> {
  if (file === '') throw new RuntimeError('invalid-request', 'Say where to: /save FILE.')
  const asJson = extname(file).toLowerCase() === '.json'
  const text = asJson ? `${JSON.stringify({ persona: name, messages: said }, null, 2)}\n` : readable(name, said)
  try {
    await writeFile(file, text, { flag: 'wx' }) // a slip of the finger must not cost another file
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'it is there already' : messageOf(error)
    throw new RuntimeError('invalid-request', `"${file}" cannot be written: ${why}; choose another.`, { cause: error })
  }
  return `Saved to ${file}.`
}

function readable(name: string, said: readonly Utterance[]): string {
  return said.map(({ role, content }) => `${role === 'user' ? 'you' : name}> ${content.trimEnd()}\n`).join('')
}
