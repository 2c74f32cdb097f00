import type { JsonSchema, ServedTool } from '../../index.ts'
import { placed } from './place.ts'

/**
 * The manual of UTCP 1.x. Clients refuse the whole of it for one key too many. The input is wrapped in `body`: what
 * stands beside it would go into the query, where numbers and lists become texts.
 */
export function utcpManual(
  tools: readonly ServedTool[],
  url: string,
  { version, keyed }: { version: string; keyed: boolean },
): object {
  return {
    utcp_version: '1.0.1',
    manual_version: version,
    tools: tools.map(({ name, toolbox, spec: { description, input, output } }) => ({
      name,
      description,
      inputs: { type: 'object', properties: { body: placed(input, '/properties/body') }, required: ['body'] },
      outputs: output ?? {},
      tags: [toolbox],
      tool_call_template: {
        call_template_type: 'http',
        http_method: 'POST',
        url: toolUrl(url, name),
        content_type: 'application/json',
        body_field: 'body',
        ...(keyed ? { auth: bearer } : {}),
      },
    })),
  }
}

/** The client fills in the variable, which it looks for under the manual's name: `bots_API_KEY`. */
const bearer = { auth_type: 'api_key', api_key: 'Bearer ${API_KEY}', var_name: 'Authorization', location: 'header' }

/** The form of before 1.0, which clients of ovos-persona-server read. */
export function olderManual(tools: readonly ServedTool[], url: string): object {
  return {
    utcp_version: '1.0',
    tools: tools.map(({ name, spec: { description, input, output } }) => ({
      name,
      description,
      tool_provider: { type: 'http', method: 'POST', url: toolUrl(url, name), content_type: 'application/json' },
      inputs: parametersOf(input),
      output_schema: output ?? {},
    })),
  }
}

/** Everything that there is to know of each tool. */
export function listTools(tools: readonly ServedTool[], url: string): object {
  return { tools: tools.map(({ name, toolbox, spec }) => ({ ...spec, toolbox, url: toolUrl(url, name) })) }
}

function toolUrl(url: string, name: string): string {
  return `${url}/tools/${name}`
}

function parametersOf(input: JsonSchema): readonly object[] {
  const { properties = {}, required = [] } = input as {
    properties?: Readonly<Record<string, JsonSchema | boolean>>
    required?: readonly string[]
  } // the schema of an object, which was checked when its toolbox was loaded
  return Object.entries(properties).map(([name, given]) => {
    const { type = 'any', description = '' } = typeof given === 'object' ? given : {}
    return { name, type, required: required.includes(name), description }
  })
}
