import type { ChatRequest, JsonSchema, ToolChoice, ToolSpec } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import { toJsonSchema } from './schema.ts'
import type { DeclarationBody, GenerateBody, ToolBody, ToolConfigBody } from './wire.ts'

type CallingConfig = NonNullable<ToolConfigBody['functionCallingConfig']>

/**
 * The functions of a client, and which of them may be called.
 * @throws RuntimeError `invalid-request` for a tool that Google would run, and for a schema that is none.
 */
export function decodeTools({ tools, toolConfig }: GenerateBody): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const declared = (tools ?? []).flatMap(decodeTool)
  const calling = toolConfig?.functionCallingConfig
  const allowed = calling?.allowedFunctionNames?.length ? allowedOf(declared, calling.allowedFunctionNames) : declared
  const toolChoice = calling && decodeChoice(calling, allowed)
  return { ...(allowed.length > 0 ? { tools: allowed } : {}), ...(toolChoice ? { toolChoice } : {}) }
}

function decodeTool({ functionDeclarations = [], ...hosted }: ToolBody, index: number): readonly ToolSpec[] {
  const [name] = Object.keys(hosted)
  if (name !== undefined) {
    const message =
      'This tool is run by Google and cannot be had here; declare functions, or give the persona a toolbox.'
    throw new RuntimeError('invalid-request', message, { pointer: `/tools/${index}/${name}`, problem: 'value' })
  }
  return functionDeclarations.map((declaration, position) =>
    decodeDeclaration(declaration, `/tools/${index}/functionDeclarations/${position}`),
  )
}

function decodeDeclaration(declaration: DeclarationBody, at: string): ToolSpec {
  const { name, description, parameters, parametersJsonSchema, response, responseJsonSchema } = declaration
  const input = schemaOf(parametersJsonSchema, parameters, `${at}/parameters`)
  const output = schemaOf(responseJsonSchema, response, `${at}/response`)
  return {
    name,
    description: description ?? '',
    input: input ?? { type: 'object', properties: {} },
    ...(output ? { output } : {}),
  }
}

/** A schema that may be given as JSON Schema or as the API's own. */
export function schemaOf(
  jsonSchema: JsonSchema | undefined,
  schema: JsonSchema | undefined,
  pointer: string,
): JsonSchema | undefined {
  return jsonSchema ?? (schema && toJsonSchema(schema, pointer))
}

function allowedOf(declared: readonly ToolSpec[], names: readonly string[]): readonly ToolSpec[] {
  const known = new Set(declared.map(({ name }) => name))
  const unknown = names.findIndex((name) => !known.has(name))
  if (unknown >= 0) {
    throw new RuntimeError('invalid-request', 'Only functions that are declared can be allowed.', {
      pointer: `/toolConfig/functionCallingConfig/allowedFunctionNames/${unknown}`,
      problem: 'value',
    })
  }
  const allowed = new Set(names)
  return declared.filter(({ name }) => allowed.has(name))
}

function decodeChoice(
  { mode, allowedFunctionNames = [] }: CallingConfig,
  allowed: readonly ToolSpec[],
): ToolChoice | undefined {
  switch (mode) {
    case 'ANY': {
      const [only, ...others] = allowed
      return only && others.length === 0 && allowedFunctionNames.length > 0 ? { name: only.name } : 'required'
    }
    case 'NONE':
      return 'none'
    case 'AUTO':
    case 'VALIDATED':
      return 'auto'
    case 'MODE_UNSPECIFIED':
    case undefined:
      return undefined
  }
}
