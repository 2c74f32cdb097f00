import type { McpServerSettings } from '../config/mcp.ts'
import type { Toolbox } from '../core/toolbox.ts'
import { permits } from '../toolbox/allow.ts'
import { prepareToolbox } from '../toolbox/prepare.ts'
import { defaultRules, type ToolRules } from '../toolbox/rules.ts'
import type { Box } from '../toolbox/toolset.ts'
import { RemoteServer, type ServerOptions } from './server.ts'

export interface ServersOptions extends ServerOptions {
  /** What holds for calls, where the server's settings do not say otherwise. */
  readonly rules?: ToolRules | undefined
}

/** MCP servers as toolboxes. None is reached before somebody asks for its tools. */
export function openServers(servers: readonly McpServerSettings[], options: ServersOptions): readonly Box[] {
  return servers.map((settings) => toBox(settings, options))
}

/** A toolbox of somebody else, who closes it. */
export function borrowed(box: Box): Box {
  const toolbox: Toolbox = Object.create(box.toolbox, { close: { value: undefined } })
  return { ...box, toolbox }
}

function toBox(settings: McpServerSettings, { rules: common = defaultRules, ...options }: ServersOptions): Box {
  const { id, location, timeout } = settings
  const server = new RemoteServer(settings, options)
  const rules = timeout === undefined ? common : { ...common, timeout }
  const toolbox: Toolbox = {
    get tools() {
      return server.offered.tools
    },
    get resources() {
      return server.offered.resources
    },
    get templates() {
      return server.offered.templates
    },
    get prompts() {
      return server.offered.prompts
    },
    watch: (changed) => server.watch(changed),
    close: () => server.close(),
  }
  return {
    id,
    location,
    toolbox,
    prepare() {
      const { unique } = withoutDoubles(toolbox.tools)
      const prepared = prepareToolbox({ id, location }, { tools: unique }, { checkSchemas: false, rules })
      return prepared.filter(({ name }) => permits(settings, name))
    },
    problems() {
      const { tools } = toolbox
      const away = server.problem === undefined ? [] : [`The MCP server "${id}" cannot be used: ${server.problem}.`]
      const { doubles } = withoutDoubles(tools)
      const denied = tools.length > 0 && !tools.some(({ name }) => permits(settings, name))
      return [
        ...away,
        ...doubles.map((name) => `Its tool "${name}" is left out: it has another one of that name.`),
        ...(denied ? ['None of its tools is allowed by "allow" and "deny".'] : []),
      ]
    },
    ready: () => server.ready(),
  }
}

function withoutDoubles<T extends { readonly name: string }>(tools: readonly T[]) {
  const byName = new Map<string, T>()
  const doubles: string[] = []
  for (const tool of tools) {
    if (byName.has(tool.name)) doubles.push(tool.name)
    else byName.set(tool.name, tool)
  }
  return { unique: [...byName.values()], doubles }
}
