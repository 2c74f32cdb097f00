import type { Kysely } from 'kysely'

/**
 * Where the host keeps what must survive it: one database, in which each part of the host has tables of its own.
 * A part brings them along with its migrations, so that nobody else needs to know them.
 */
export interface Store {
  /**
   * The tables of a part, brought up to date. `Schema` maps their names to their columns, as Kysely wants it; names
   * begin with the part's own. Texts, integers (53 bits) and reals keep their types in every database; JSON is text.
   * @throws RuntimeError `state-failed` where the database cannot be opened or changed
   */
  open<Schema>(part: string, migrations: readonly Migration[]): Promise<Tables<Schema>>
  /**
   * False where nothing can have been kept yet, since there is no database. It spares those who only want to look after
   * what an earlier process has left: to load a database takes longer than to start the host.
   */
  exists(): Promise<boolean>
}

/** One step of a part's tables. Never change one that has been released: add another. It may run in any database. */
export type Migration = (schema: Kysely<unknown>) => Promise<void>

/** The tables of one part. */
export interface Tables<Schema> {
  /** For reading. What `write` has settled is in it. */
  readonly db: Kysely<Schema>
  /**
   * Runs `work` in a transaction, and resolves when what it wrote is on disk. Works run one after the other, in order;
   * those of one tick share a commit. Where one of them fails the others run again without it: do nothing in `work` but
   * read and write through what it is given.
   * @throws whatever `work` throws, nothing is written then; RuntimeError `state-failed` where the database fails
   */
  write<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result>
}
