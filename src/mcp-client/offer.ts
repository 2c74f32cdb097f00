import {
  type Prompt as McpPrompt,
  type Resource as McpResource,
  type Tool as McpTool,
  type ResourceTemplateType,
  UriTemplate,
} from '@modelcontextprotocol/client'
import { compileOnce } from '../core/schema.ts'
import type { StandardSchema } from '../core/standard-schema.ts'
import type { Prompt, Resource, ResourceTemplate, Tool, ToolContext } from '../core/toolbox.ts'
import type { JsonSchema } from '../core/types.ts'
import type { Lists, Send } from './connection.ts'
import { toContents, toMessages, toResult } from './content.ts'

/** Puts something to the server for a caller. */
export type Perform = <T>(context: ToolContext, send: Send<T>) => Promise<T>

/** Asks the server something that nobody in particular wants to know. */
export type Complete = (ref: Reference, argument: { name: string; value: string }) => Promise<readonly string[]>
type Reference = { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string }

/** What a server offers, as a toolbox of ours does. */
export interface Offered {
  readonly tools: readonly Tool[]
  readonly resources: readonly Resource[]
  readonly templates: readonly ResourceTemplate[]
  readonly prompts: readonly Prompt[]
}

export function toOffer(lists: Lists, perform: Perform, complete: Complete): Offered {
  return {
    tools: lists.tools.map((tool) => toTool(tool, perform)),
    resources: lists.resources.map((resource) => toResource(resource, perform)),
    templates: lists.templates.map((template) => toTemplate(template, perform, complete)),
    prompts: lists.prompts.map((prompt) => toPrompt(prompt, perform, complete)),
  }
}

function toTool(tool: McpTool, perform: Perform): Tool {
  const { name, title = tool.annotations?.title, description, inputSchema, outputSchema, annotations = {} } = tool
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations
  return {
    name: name.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 64),
    ...(title === undefined ? {} : { title }),
    description: description?.trim() || title || name,
    input: readLater({ ...inputSchema, type: 'object' }),
    ...(outputSchema === undefined ? {} : { output: readLater(outputSchema as JsonSchema) }), // it came as JSON
    annotations: {
      ...(readOnlyHint === undefined ? {} : { readOnly: readOnlyHint }),
      ...(destructiveHint === undefined ? {} : { destructive: destructiveHint }),
      ...(idempotentHint === undefined ? {} : { idempotent: idempotentHint }),
      ...(openWorldHint === undefined ? {} : { openWorld: openWorldHint }),
    },
    async run(input, context) {
      const given = { name, arguments: input as Record<string, unknown> } // the toolbox passes objects alone
      return toResult(
        await perform(context, (client, options, extra) =>
          client.callTool({ ...given, ...extra }, { ...options, toolDefinition: tool }),
        ),
        name,
      )
    },
  }
}

function toResource({ uri, mimeType, ...resource }: McpResource, perform: Perform): Resource {
  return {
    ...described({ ...resource, mimeType }),
    uri,
    read: async (context) =>
      toContents(await perform(context, (client, options, extra) => client.readResource({ uri, ...extra }, options))),
  }
}

function toTemplate(
  { uriTemplate, mimeType, ...template }: ResourceTemplateType,
  perform: Perform,
  complete: Complete,
): ResourceTemplate {
  const parsed = new UriTemplate(uriTemplate)
  return {
    ...described({ ...template, mimeType }),
    uriTemplate,
    async read(variables, context) {
      const uri = parsed.expand(variables)
      return toContents(
        await perform(context, (client, options, extra) => client.readResource({ uri, ...extra }, options)),
      )
    },
    complete: (name, value) => complete({ type: 'ref/resource', uri: uriTemplate }, { name, value }),
  }
}

function toPrompt(prompt: McpPrompt, perform: Perform, complete: Complete): Prompt {
  const { name, arguments: known = [] } = prompt
  return {
    ...described(prompt),
    arguments: known.map(({ name: argument, description, required }) => ({
      name: argument,
      ...(description === undefined ? {} : { description }),
      ...(required === undefined ? {} : { required }),
      complete: (value) => complete({ type: 'ref/prompt', name }, { name: argument, value }),
    })),
    async render(given, context) {
      const params = { name, arguments: { ...given } }
      return toMessages(
        await perform(context, (client, options, extra) => client.getPrompt({ ...params, ...extra }, options)),
      )
    },
  }
}

function described(given: {
  name: string
  title?: string | undefined
  description?: string | undefined
  mimeType?: string | undefined
}) {
  const { name, title, description, mimeType } = given
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(mimeType === undefined ? {} : { mediaType: mimeType }),
  }
}

/**
 * A server's schema, compiled when it is first needed. Values stay as they are, the defaults are the server's own
 * affair. A schema that cannot be compiled here, such as one of an older draft, is the server's to check.
 */
function readLater(schema: JsonSchema): StandardSchema {
  let check: ReturnType<typeof compileOnce> | undefined
  const compiled = (): ReturnType<typeof compileOnce> => {
    const { $id: _, $schema: __, ...rest } = schema
    try {
      return compileOnce(rest)
    } catch {
      return () => []
    }
  }
  return {
    '~standard': {
      version: 1,
      vendor: 'mcp',
      validate(value) {
        check ??= compiled()
        const problems = check(value)
        if (problems.length === 0 || check(withoutNulls(value)).length === 0) return { value }
        return {
          issues: problems.map(({ pointer, message }) => ({
            message,
            path: pointer.split('/').slice(1).map(unescaped),
          })),
        }
      },
      jsonSchema: { input: () => schema, output: () => schema },
    },
  }
}

/** Models that have to name every argument say `null` for those that they leave out. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null))
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}
