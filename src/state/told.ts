import type { CompiledQuery, DatabaseConnection, Dialect, Driver, TransactionSettings } from 'kysely'
import { stateFailed } from './failure.ts'

/** A database whose errors are told as those of the catalogue, whoever runs the query: also when it is only read. */
export function told(dialect: Dialect): Dialect {
  return {
    createDriver: () => new ToldDriver(dialect.createDriver()),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

class ToldDriver implements Driver {
  readonly #driver: Driver
  readonly #known = new WeakSet<DatabaseConnection>()

  constructor(driver: Driver) {
    this.#driver = driver
  }

  init(): Promise<void> {
    return telling(() => this.#driver.init())
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await telling(() => this.#driver.acquireConnection())
    if (this.#known.has(connection)) return connection
    this.#known.add(connection)
    const execute = connection.executeQuery.bind(connection)
    connection.executeQuery = <Row>(query: CompiledQuery) => telling(() => execute<Row>(query))
    return connection // the driver's own: it knows its connections by more than their methods
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.#driver.beginTransaction(connection, settings)
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#driver.commitTransaction(connection)
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#driver.rollbackTransaction(connection)
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(connection)
  }

  destroy(): Promise<void> {
    return this.#driver.destroy()
  }
}

async function telling<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw stateFailed(error)
  }
}
