import type { Described } from '../../http/index.ts'
import type { JsonSchema, ServedTool } from '../../index.ts'
import { placed } from './place.ts'

/** An operation for each tool, under its own name: UTCP clients take such a document for a manual. */
export function describeTools(tools: readonly ServedTool[]): Described {
  const schemas: Record<string, JsonSchema> = {}
  const component = (name: string, schema: JsonSchema): object => {
    schemas[name] = placed(schema, `/components/schemas/${name}`)
    return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } }
  }
  const paths = tools.map(({ name, spec: { title, description, input, output } }): [string, object] => {
    const operation = {
      tags: ['tools'],
      operationId: name,
      summary: description,
      ...(title === undefined ? {} : { description: title }),
      requestBody: { required: true, content: component(`${name}.input`, input) },
      responses: {
        200: {
          description: 'What the tool returns.',
          content: output ? component(`${name}.output`, output) : { 'application/json': { schema: {} } },
        },
        409: { description: 'The tool asks for something; send the answers as `_inputs`.' },
        422: { description: 'The input is wrong; `problems` lists where and why.' },
        default: { description: 'An error.' },
      },
    }
    return [`/tools/${name}`, { post: operation }]
  })
  return { paths: Object.fromEntries(paths), schemas }
}
