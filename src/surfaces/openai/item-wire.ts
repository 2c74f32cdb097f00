import { bodyParser, type FromSchema, type JsonSchema } from '../../index.ts'

/** The items that inputs and conversations are made of. Source: openai/openai-openapi, `InputItem`. */

const text = { type: ['string', 'null'] } as const
const callId = { type: 'string', minLength: 1 } as const

const contentPart = {
  type: 'object',
  required: ['type'],
  properties: {
    type: {
      enum: [
        'input_text',
        'input_image',
        'input_file',
        'output_text',
        'refusal',
        'text',
        'summary_text',
        'reasoning_text',
      ],
    },
    text: { type: 'string' },
    refusal: { type: 'string' },
    annotations: { type: ['array', 'null'], items: { type: 'object' } },
    image_url: text,
    detail: { enum: ['low', 'high', 'auto', 'original', null] },
    file_id: text,
    file_data: text,
    file_url: text,
    filename: text,
  },
} as const

const content = { type: ['string', 'array'], items: contentPart } as const
const texts = {
  type: ['array', 'null'],
  items: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } },
} as const

const message = {
  type: 'object',
  required: ['role', 'content'],
  properties: { id: text, role: { enum: ['user', 'assistant', 'system', 'developer'] }, content },
} as const

const reasoning = {
  type: 'object',
  properties: { id: text, summary: texts, content: texts, encrypted_content: text },
} as const

const functionCall = {
  type: 'object',
  required: ['call_id', 'name', 'arguments'],
  properties: { id: text, call_id: callId, namespace: text, name: { type: 'string' }, arguments: { type: 'string' } },
} as const

const customCall = {
  type: 'object',
  required: ['call_id', 'name', 'input'],
  properties: { id: text, call_id: callId, namespace: text, name: { type: 'string' }, input: { type: 'string' } },
} as const

const callOutput = {
  type: 'object',
  required: ['call_id', 'output'],
  properties: { id: text, call_id: callId, namespace: text, name: text, output: content },
} as const

const reference = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } as const

const kept = { type: 'object', properties: { id: text } } as const

/** What the vendor's own tools once did: part of a history, although nobody here can do it again. */
const history = [
  'additional_tools',
  'apply_patch_call',
  'apply_patch_call_output',
  'code_interpreter_call',
  'compaction',
  'computer_call',
  'computer_call_output',
  'file_search_call',
  'image_generation_call',
  'local_shell_call',
  'local_shell_call_output',
  'mcp_approval_request',
  'mcp_approval_response',
  'mcp_call',
  'mcp_list_tools',
  'program',
  'program_output',
  'shell_call',
  'shell_call_output',
  'tool_search_call',
  'tool_search_output',
  'web_search_call',
] as const

/** An item, by its kind; `body` is as the client wrote it. */
export type Item =
  | { kind: 'message'; body: FromSchema<typeof message> }
  | { kind: 'reasoning'; body: FromSchema<typeof reasoning> }
  | { kind: 'function_call'; body: FromSchema<typeof functionCall> }
  | { kind: 'function_call_output'; body: FromSchema<typeof callOutput> }
  | { kind: 'custom_tool_call'; body: FromSchema<typeof customCall> }
  | { kind: 'custom_tool_call_output'; body: FromSchema<typeof callOutput> }
  | { kind: 'item_reference'; body: FromSchema<typeof reference> }
  | { kind: 'history'; body: FromSchema<typeof kept> }

export type MessageBody = FromSchema<typeof message>
export type Content = FromSchema<typeof content>
export type ContentPart = FromSchema<typeof contentPart>

/** @throws RuntimeError `invalid-request` that names the field; `at` is the item's place in the body. */
export type ParseItem = (item: unknown, at: string) => Item

const parsers: ReadonlyMap<string, ParseItem> = new Map([
  parser('message', message, (body) => ({ kind: 'message', body })),
  parser('reasoning', reasoning, (body) => ({ kind: 'reasoning', body })),
  parser('function_call', functionCall, (body) => ({ kind: 'function_call', body })),
  parser('function_call_output', callOutput, (body) => ({ kind: 'function_call_output', body })),
  parser('custom_tool_call', customCall, (body) => ({ kind: 'custom_tool_call', body })),
  parser('custom_tool_call_output', callOutput, (body) => ({ kind: 'custom_tool_call_output', body })),
  parser('item_reference', reference, (body) => ({ kind: 'item_reference', body })),
  ...history.map((type) => parser(type, kept, (body) => ({ kind: 'history', body }))),
])

const parseHead = bodyParser({
  type: 'object',
  properties: { type: { enum: [...parsers.keys(), null] }, role: {} },
})

/** An item without a type is a message where it has a role, and else a reference. */
export const parseItem: ParseItem = (item, at) => {
  const { type, role } = parseHead(item, at)
  const parse = parsers.get(type ?? (role === undefined ? 'item_reference' : 'message'))
  if (!parse) throw new Error(`no parser for items of the type ${type}`) // the schema has only those that there are
  return parse(item, at)
}

function parser<const S extends JsonSchema>(
  type: string,
  schema: S,
  toItem: (body: FromSchema<S>) => Item,
): [string, ParseItem] {
  const parse = bodyParser(schema)
  return [type, (item, at) => toItem(parse(item, at))]
}
