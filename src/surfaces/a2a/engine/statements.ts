import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { MessageRow, Schema, TaskRow } from './tables.ts'

/**
 * The statements that every message needs. They are built once: to build one costs more than the database takes to
 * run it.
 */
export class Statements {
  readonly insertTask: Statement<TaskRow>
  readonly insertMessage: Statement<MessageRow>
  readonly taskOfMessage: Statement<Pick<MessageRow, 'key'>, Pick<MessageRow, 'task'>>

  constructor(db: Kysely<Schema>) {
    this.insertTask = new Statement(taskColumns, (row) => db.insertInto('a2a_tasks').values(row))
    this.insertMessage = new Statement(['key', 'task'], (row) =>
      db
        .insertInto('a2a_messages')
        .values(row)
        .onConflict((conflict) => conflict.column('key').doNothing()),
    )
    this.taskOfMessage = new Statement(['key'], ({ key }) =>
      db.selectFrom('a2a_messages').select('task').where('key', '=', key),
    )
  }
}

/** A statement whose parameters are those of `Given`, by their names. */
class Statement<Given, Row = unknown> {
  readonly #compiled: CompiledQuery<Row>
  readonly #names: readonly (keyof Given)[]

  constructor(names: readonly (keyof Given)[], build: (given: Given) => Compilable<Row>) {
    // It is built with names in place of values: each then stands where its value belongs.
    const named = Object.fromEntries(names.map((name) => [name, name])) as unknown as Given
    this.#compiled = build(named).compile()
    this.#names = this.#compiled.parameters as readonly (keyof Given)[] // nothing else was put in
  }

  run(db: Kysely<Schema>, given: Given) {
    return db.executeQuery<Row>({ ...this.#compiled, parameters: this.#names.map((name) => given[name]) })
  }
}

/** In the order of the table. A `Record`, so that none is forgotten. */
const taskColumns = Object.keys({
  id: true,
  persona: true,
  owner: true,
  context: true,
  state: true,
  task: true,
  artifacts: true,
  folded: true,
  seq: true,
  message: true,
  lease_owner: true,
  lease_until: true,
  created: true,
  changed: true,
  ended: true,
} satisfies Record<keyof TaskRow, true>) as readonly (keyof TaskRow)[] // `satisfies` has just said so
