import type { Host, SolverHost } from './host.ts'
import type { FromSchema } from './schema.ts'
import type { JsonSchema, MaybePromise, Solver } from './types.ts'

export type PluginKind = 'solver' | 'toolbox' | 'surface'

const brand = Symbol.for('dramatis.plugin')

/** What a plugin's default export is, whoever made it. `T` is what `create` makes. */
export interface PluginDefinition<K extends PluginKind, T, H extends Host = Host> {
  readonly [brand]: K
  /** JSON Schema of the settings. Absent: any object is passed on as it is. */
  readonly config: JsonSchema | undefined
  create(config: never, host: H): MaybePromise<T>
}

/** What the `define...` functions take. */
export interface Definition<S extends JsonSchema, T, H extends Host> {
  config?: S
  /** `config` is checked and has its defaults when it comes here. Throw to say that the settings cannot work. */
  create(config: FromSchema<S>, host: H): MaybePromise<T>
}

export type SolverDefinition = PluginDefinition<'solver', Solver, SolverHost>

/** The default export of a solver plugin. */
export function defineSolver<const S extends JsonSchema = { readonly type: 'object' }>(
  definition: Definition<S, Solver, SolverHost>,
): SolverDefinition {
  return define('solver', definition)
}

/** Brands a definition as a plugin of a kind; the `define...` function of each kind is made of it. */
export function define<K extends PluginKind, S extends JsonSchema, T, H extends Host>(
  kind: K,
  definition: Definition<S, T, H>,
): PluginDefinition<K, T, H> {
  return { [brand]: kind, config: definition.config, create: definition.create }
}

/** The kind of a module's default export, or undefined where it is no plugin. */
export function kindOfPlugin(value: unknown): PluginKind | undefined {
  if (typeof value !== 'object' || value === null || !(brand in value)) return undefined
  return value[brand] as PluginKind // the brand is written by `define` alone
}
