import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Argument, Command, type Option } from 'commander'
import { packageFolder } from '../config/schemas.ts'
import {
  a2aBaseUrl,
  allowedHost,
  as,
  bodyLimit,
  config,
  corsOrigin,
  defaultPersona,
  dir,
  explain,
  folder,
  force,
  grpcPort,
  host,
  json,
  lang,
  logLevel,
  maxTurns,
  mcp,
  mcpConfig,
  openSurface,
  persona,
  personasDir,
  plugins,
  pluginTimeout,
  port,
  publicUrl,
  requireKeys,
  shutdownGrace,
  state,
  watch,
} from './flags.ts'
import { aws, concurrency, expires, keyPersona, keySurface, keyTool, manage, rate } from './key-flags.ts'
import { junit, record, surface } from './test-flags.ts'

const paths = ['[FILE|DIR...]', 'persona files and folders of them (default: ./personas, or the bundled ones)'] as const
const who = ['<PERSONA>', 'its id, name or alias, or the path of its file'] as const

/** The `dramatis` command line. A command's code is imported when the command is called. */
export function createProgram(): Command {
  const program = new Command('dramatis')
    .description('Hosts personas: chains of solvers, reachable through the chat APIs that clients already speak.')
    .version(version(), '-v, --version')
    .exitOverride()
    .showHelpAfterError('Add --help to see what there is.')
    .addHelpText('after', examples('serve', 'ask eliza "I feel tired."', 'chat eliza', 'check personas'))
  addSpeaking(program)
  addListing(program)
  addTools(program)
  addKeys(program)
  addMaking(program)
  addKeeping(program)
  return program
}

function addSpeaking(program: Command): void {
  add(program, 'serve', [...server(), ...loading(), defaultPersona(), ...otherSystems(), logLevel('info')])
    .description('Serve personas over HTTP until SIGINT or SIGTERM.')
    .argument(...paths)
    .addHelpText('after', examples('serve', 'serve personas/eliza.json --port 9000', 'serve --as persona-agent'))
    .action(lazily(async () => (await import('./serve.ts')).serve))

  add(program, 'ask', [explain(), json(), lang(), ...loading(), logLevel('error, with --explain warn')])
    .description('Put one question to a persona, without a server. Exits with 1 where it has no answer.')
    .argument(...who)
    .argument('<QUESTION...>', 'what to ask')
    .addHelpText('after', examples('ask eliza "I feel tired."', 'ask ./bot.json "What is a cat?" --explain'))
    .action(lazily(async () => (await import('./ask.ts')).ask))

  add(program, 'chat', [lang(), ...loading(), logLevel('error')])
    .description('Talk with a persona in the terminal, or put the lines of a pipe to it.')
    .argument(...who)
    .addHelpText('after', examples('chat eliza', 'chat ./bot.json < questions.txt'))
    .action(lazily(async () => (await import('./chat.ts')).chat))
}

function addListing(program: Command): void {
  add(program, 'check', [...loading(), defaultPersona(), json(), logLevel('error')])
    .description('Tell every problem of personas and plugins. Exits with 1 unless all there is are warnings.')
    .argument(...paths)
    .addHelpText('after', examples('check', 'check personas --plugins ./my-plugins', 'check bot.json --json'))
    .action(lazily(async () => (await import('./check.ts')).check))

  add(program, 'test', [surface(), junit(), record(), ...loading(), logLevel('silent')])
    .description('Hold dialogs with personas, and tell what is not as expected. Exits with 1 unless everything is.')
    .argument('[FILE|DIR...]', 'dialog files and folders of them (default: ./dialogs, ./personas/dialogs, the bundled)')
    .addHelpText(
      'after',
      examples('test', 'test dialogs/bot.yaml --surface openai', 'test --junit reports/dialogs.xml'),
    )
    .action(lazily(async () => (await import('./test.ts')).test))

  add(program, 'personas', [...loading(), json(), logLevel('error')])
    .description('List the personas that can be loaded.')
    .argument(...paths)
    .addHelpText('after', examples('personas', 'personas ./bots --json'))
    .action(lazily(async () => (await import('./personas.ts')).personas))

  add(program, 'agent-card', [publicUrl(), grpcPort(), ...loading(), defaultPersona(), json(), logLevel('error')])
    .description('Print the A2A card of a persona, or of the host, as it would be served.')
    .argument('[PERSONA]', 'its id, name or alias, or the path of its file (default: the host itself)')
    .addHelpText('after', examples('agent-card', 'agent-card eliza --public-url https://bots.example.com'))
    .action(lazily(async () => (await import('./agent-card.ts')).agentCard))

  add(program, 'plugins', [plugins(), pluginTimeout(), config(), json(), logLevel('error')])
    .description('List the plugins that were found: bundled, installed and in folders.')
    .addHelpText('after', examples('plugins', 'plugins --plugins ./my-plugins --json'))
    .action(lazily(async () => (await import('./plugins.ts')).plugins))
}

function addKeeping(program: Command): void {
  add(program, 'backup', [state(), config(), logLevel('error')])
    .description('Copy the state to a file: conversations, tasks and keys. A host may be using it meanwhile.')
    .argument('<FILE>', 'the file to write; it must not be there yet')
    .addHelpText(
      'after',
      examples('backup state-2026-11-21.db', 'backup copy.db --state file:/var/lib/dramatis/state.db'),
    )
    .action(lazily(async () => (await import('./backup.ts')).backup))
}

function addTools(program: Command): void {
  const found = [plugins(), pluginTimeout(), mcpConfig(), config(), as()]
  const tools = program
    .command('tools')
    .description('List the tools of every toolbox that was found, call them, and serve them to MCP clients.')
    .addHelpText('after', examples('tools list', `tools call count_words '{"text": "One two."}'`))
  // Errors are told with their stack where a command of the first level says "debug".
  tools.hook('preAction', (_, called) => void tools.setOptionValue('logLevel', called.opts().logLevel))

  add(tools, 'list', [...found, json(), logLevel('error')])
    .description('List the tools: bundled, installed, in folders, and of MCP servers.')
    .addHelpText('after', examples('tools list', 'tools list --plugins ./my-plugins --json'))
    .action(lazily(async () => (await import('./tools.ts')).list))

  add(tools, 'call', [...found, json(), logLevel('error')])
    .description('Call a tool and print what it returns. Exits with 1 where it fails.')
    .argument('<NAME>', 'what "tools list" calls it')
    .argument('[JSON]', 'its input', '{}')
    .addHelpText('after', examples(`tools call count_words '{"text": "One two."}'`, 'tools call today --json'))
    .action(lazily(async () => (await import('./tools.ts')).call))

  add(tools, 'mcp', [...found, logLevel('error')])
    .description('Serve the tools to an MCP client over stdin and stdout, until it closes them.')
    .argument('[PERSONA]', 'an id, name or persona file: its tools alone, and a tool to talk with it')
    .addHelpText('after', examples('tools mcp', 'tools mcp --plugins ./my-plugins', 'tools mcp ./bot.json'))
    .action(lazily(async () => (await import('./mcp.ts')).mcp))
}

function addKeys(program: Command): void {
  const where = [state(), config()]
  const keys = program
    .command('keys')
    .description('Make, list and revoke the keys of callers. They count where "serve" has --require-keys.')
    .addHelpText('after', examples('keys add laptop', 'keys list', 'keys revoke 0123456789ab'))

  const scope = [keyPersona(), keySurface(), keyTool(), manage(), rate(), concurrency(), expires(), aws()]
  add(keys, 'add', [...scope, ...where, json()])
    .description('Make a key and print it. It is not kept, and cannot be shown again.')
    .argument('<NAME>', 'what to call it, for you and for the log')
    .addHelpText('after', examples('keys add laptop', 'keys add site --persona eliza --surface openai --rate 60'))
    .action(lazily(async () => (await import('./keys.ts')).add))

  add(keys, 'list', [...where, json()])
    .description('List the keys, and what became of them.')
    .action(lazily(async () => (await import('./keys.ts')).list))

  add(keys, 'revoke', where)
    .description('Make a key good for nothing. A host that runs sees it within a second.')
    .argument('<ID>', 'what "keys list" calls it')
    .action(lazily(async () => (await import('./keys.ts')).revoke))
}

function addMaking(program: Command): void {
  add(program, 'import', [folder(), force(), ...loading(), logLevel('error')])
    .description('Bring a persona file over, of this or of another system, once it is known to work.')
    .argument('<FILE>', 'a JSON or YAML file')
    .addHelpText('after', examples('import ../old/bot.json', 'import ida.yaml --as persona-agent'))
    .action(lazily(async () => (await import('./import.ts')).importPersona))

  add(program, 'new', [dir(), force(), logLevel('error')])
    .description('Start a solver, a toolbox or a surface as a package with a test, or a persona as a file.')
    .addArgument(new Argument('<KIND>', 'what to make').choices(['solver', 'toolbox', 'surface', 'persona']))
    .argument('<NAME>', 'what to call it')
    .addHelpText('after', examples('new solver weather', 'new toolbox units --dir ./units', 'new persona "Help Desk"'))
    .action(lazily(async () => (await import('./new.ts')).create))
}

function add(program: Command, name: string, options: readonly Option[]): Command {
  const command = program.command(name)
  for (const option of options) command.addOption(option)
  return command
}

const otherSystems = () => [personasDir(), mcp(), a2aBaseUrl()]
const server = () => [
  ...[host(), port(), grpcPort(), publicUrl(), bodyLimit(), maxTurns(), corsOrigin(), allowedHost()],
  ...[requireKeys(), openSurface()],
  ...[state(), watch(), shutdownGrace()],
]
const loading = () => [persona(), plugins(), pluginTimeout(), mcpConfig(), config(), as()]

/** An action that imports its command when it is called, and exits with the code that the command returns. */
function lazily<Given extends unknown[]>(load: () => Promise<(...given: Given) => Promise<number>>) {
  return async (...given: Given): Promise<void> => {
    const command = await load()
    process.exitCode = await command(...given)
  }
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ dramatis ${line}\n`).join('')}`
}

/** The runtime exports it too, but takes its time to load. */
function version(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
