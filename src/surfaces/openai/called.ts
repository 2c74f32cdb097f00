import type { InnerToolBody, ResponseBody } from './wire.ts'

/** A tool as its client calls it. */
export interface Called {
  readonly namespace?: string
  readonly name: string
  /** Its input is a text, and not an object. */
  readonly isCustom: boolean
}

/** The name by which solvers know a tool of a namespace: models have no place for two. */
export function fullName({ namespace, name }: { namespace?: string | null | undefined; name: string }): string {
  return namespace ? `${namespace}__${name}` : name
}

/** Tells of a full name how the client itself calls the tool. */
export function calledIn(tools: ResponseBody['tools']): (name: string) => Called {
  const known = new Map<string, Called>()
  const learn = ({ type, name }: InnerToolBody, inside: { namespace?: string }): void => {
    if (name !== undefined) known.set(fullName({ ...inside, name }), { ...inside, name, isCustom: type === 'custom' })
  }
  for (const tool of tools ?? []) {
    if (tool.type === 'custom') learn(tool, {})
    if (tool.type !== 'namespace' || tool.name === undefined) continue
    for (const inner of tool.tools ?? []) learn(inner, { namespace: tool.name })
  }
  return (name) => known.get(name) ?? { name, isCustom: false }
}

/** To solvers the text of a custom tool is an object like any other input. */
export const textInput = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
  additionalProperties: false,
} as const

/** The text that a solver has called a custom tool with. */
export function textOfInput(input: unknown): string {
  if (typeof input === 'string') return input
  const isWrapped = typeof input === 'object' && input !== null && 'input' in input && typeof input.input === 'string'
  return isWrapped ? String(input.input) : JSON.stringify(input ?? {})
}
