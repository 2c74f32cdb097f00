import type { Json } from './types.ts'

/** What is wrong with a persona file; see `check`. */
export interface PersonaIssue {
  readonly level: 'error' | 'link' | 'warning'
  /** A JSON pointer into the file; '' is the file as a whole. */
  readonly pointer: string
  readonly message: string
}

/** A persona file as those see it who may change it. */
export interface PersonaDocument {
  readonly id: string
  /** Another one for other contents. */
  readonly revision: string
  /** What the file says, with asterisks for its secrets and with its variables unfilled. */
  readonly value: { readonly [key: string]: Json }
  readonly problems: readonly PersonaIssue[]
}

/** Whether a revision is one that the caller knows. */
export type IsKnown = (revision: string) => boolean

/**
 * Changes persona files. Whatever is written has been built before, and is served when the promise resolves; nothing
 * is written where that fails.
 */
export interface PersonaEditor {
  /** What is wrong with persona files and with plugins, as they are now. */
  problems(): {
    readonly personas: readonly (PersonaIssue & { readonly file: string; readonly persona: string })[]
    readonly plugins: readonly { readonly id: string; readonly location: string; readonly message: string }[]
  }
  /** By id, name or alias, or by the id that a file would have that cannot be used. @throws RuntimeError `unknown-persona` */
  read(name: string): Promise<PersonaDocument>
  /** @throws RuntimeError `invalid-persona` with `problems`; `conflict`, `forbidden`, `state-failed` */
  create(value: object): Promise<PersonaDocument>
  /**
   * Merges a patch into a file: null takes a key away (RFC 7396).
   * @throws RuntimeError as `create`; `unknown-persona`, `precondition-failed`
   */
  change(name: string, patch: object, isKnown: IsKnown): Promise<PersonaDocument>
  /**
   * Takes a file as it is, whose name says what format it has.
   * @throws RuntimeError as `change`; `invalid-request` for a name or a text that is no document
   */
  upload(
    file: { readonly name: string; readonly text: string },
    options: { readonly overwrite: boolean; readonly isKnown: IsKnown },
  ): Promise<{ readonly document: PersonaDocument; readonly isNew: boolean }>
  /** Deletes the file. @throws RuntimeError `unknown-persona`, `precondition-failed`, `forbidden`, `state-failed` */
  remove(name: string, isKnown: IsKnown): Promise<void>
}
