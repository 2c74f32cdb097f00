import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { isRuntimeError } from 'dramatis'
import { packageFolder } from '../../src/config/schemas.ts'
import type { SettingsFile } from '../../src/config/settings.gen.ts'
import { resolveSettings, type Settings, type SettingsSources } from '../../src/config/settings.ts'
import { misspeltIn } from '../../src/config/variables.ts'

const keeping = (changed: Partial<Settings['conversations']>): Pick<Settings, 'conversations'> => ({
  conversations: {
    ttl: 30 * 24 * 3_600_000,
    conversations: 100_000,
    messages: 400,
    bytes: 4 * 1024 * 1024,
    mediaBytes: 1024 * 1024,
    memoryBytes: 256 * 1024,
    ...changed,
  },
})

describe('settings', () => {
  let workingFolder: string
  beforeEach(async () => {
    workingFolder = await mkdtemp(join(tmpdir(), 'dramatis-settings-'))
  })
  afterEach(() => rm(workingFolder, { recursive: true }))

  const config = (content: unknown, name = 'dramatis.config.json') =>
    writeFile(join(workingFolder, name), typeof content === 'string' ? content : JSON.stringify(content))
  const resolved = (sources: SettingsSources = {}) => resolveSettings({ workingFolder, env: {}, ...sources })
  const refused = async (sources: SettingsSources = {}): Promise<string> => {
    const error = await resolved(sources).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (!isRuntimeError(error)) throw new Error(`not refused, or by something else: ${error}`)
    expect(error.code).to.equal('invalid-settings')
    return error.message.replaceAll(workingFolder, '.')
  }

  it('have defaults', async () => {
    expect(await resolved()).to.deep.equal({
      host: '127.0.0.1',
      port: 8337,
      publicUrl: undefined,
      grpcPort: undefined,
      personas: [join(packageFolder, 'personas')],
      plugins: [],
      pluginTimeout: 10_000,
      defaultPersona: undefined,
      llmConfig: undefined,
      mcpConfig: undefined,
      bodyLimit: 32 * 1024 * 1024,
      maxTurns: 20_000,
      ...keeping({}),
      shutdownGrace: 10_000,
      state: undefined,
      watch: true,
      surfaces: {},
      requireKeys: false,
      defaultModel: undefined,
      defaultSolvers: [],
      promptStrategy: undefined,
      apiKeys: [],
      apiKeyHeader: 'x-api-key',
      awsKeys: [],
      openSurfaces: [],
      openManagement: false,
      anonymousRate: undefined,
      anonymousConcurrency: undefined,
      corsOrigins: [],
      allowedHosts: [],
      toolTimeout: 30_000,
      toolConcurrency: 100,
      maxResultBytes: 256 * 1024,
      toolStateKey: undefined,
      toolboxes: {},
      logLevel: 'info',
    })
  })
  it('take personas and plugins of the working folder where it has them', async () => {
    await mkdir(join(workingFolder, 'personas'))
    await mkdir(join(workingFolder, 'plugins'))
    const { personas, plugins } = await resolved()
    expect({ personas, plugins }).to.deep.equal({
      personas: [join(workingFolder, 'personas')],
      plugins: [join(workingFolder, 'plugins')],
    })
  })

  const sources: Record<string, [flag: SettingsFile, variable: string, file: SettingsFile, read: Partial<Settings>[]]> =
    {
      DRAMATIS_HOST: [{ host: 'a' }, 'b', { host: 'c' }, [{ host: 'a' }, { host: 'b' }, { host: 'c' }]],
      DRAMATIS_PORT: [{ port: 0 }, '2', { port: 3 }, [{ port: 0 }, { port: 2 }, { port: 3 }]],
      DRAMATIS_PUBLIC_URL: [
        { publicUrl: 'http://a/' },
        'https://b//',
        { publicUrl: 'http://c' },
        [{ publicUrl: 'http://a' }, { publicUrl: 'https://b' }, { publicUrl: 'http://c' }],
      ],
      DRAMATIS_PERSONAS: [
        { personas: ['/a'] },
        '/b, /bb,',
        { personas: ['/c'] },
        [{ personas: ['/a'] }, { personas: ['/b', '/bb'] }, { personas: ['/c'] }],
      ],
      DRAMATIS_PLUGINS: [
        { plugins: [] },
        '/b',
        { plugins: ['/c', '/d'] },
        [{ plugins: [] }, { plugins: ['/b'] }, { plugins: ['/c', '/d'] }],
      ],
      DRAMATIS_PLUGIN_TIMEOUT: [
        { pluginTimeout: '1.5s' },
        '2m',
        { pluginTimeout: 30 },
        [{ pluginTimeout: 1500 }, { pluginTimeout: 120_000 }, { pluginTimeout: 30 }],
      ],
      DRAMATIS_OPEN_MANAGEMENT: [
        { openManagement: true },
        'no',
        { openManagement: true },
        [{ openManagement: true }, { openManagement: false }, { openManagement: true }],
      ],
      DRAMATIS_DEFAULT_MODEL: [
        { defaultModel: 'a' },
        'b',
        { defaultModel: 'c' },
        [{ defaultModel: 'a' }, { defaultModel: 'b' }, { defaultModel: 'c' }],
      ],
      DRAMATIS_DEFAULT_SOLVERS: [
        { defaultSolvers: ['a'] },
        'b,bb',
        { defaultSolvers: [] },
        [{ defaultSolvers: ['a'] }, { defaultSolvers: ['b', 'bb'] }, { defaultSolvers: [] }],
      ],
      DRAMATIS_PROMPT_STRATEGY: [
        { promptStrategy: 'ignore' },
        'append',
        { promptStrategy: 'replace' },
        [{ promptStrategy: 'ignore' }, { promptStrategy: 'append' }, { promptStrategy: 'replace' }],
      ],
      DRAMATIS_DEFAULT_PERSONA: [
        { defaultPersona: 'a' },
        'b',
        { defaultPersona: 'c' },
        [{ defaultPersona: 'a' }, { defaultPersona: 'b' }, { defaultPersona: 'c' }],
      ],
      DRAMATIS_BODY_LIMIT: [
        { bodyLimit: 1 },
        '2',
        { bodyLimit: 3 },
        [{ bodyLimit: 1 }, { bodyLimit: 2 }, { bodyLimit: 3 }],
      ],
      DRAMATIS_GRPC_PORT: [{ grpcPort: 1 }, '2', { grpcPort: 3 }, [{ grpcPort: 1 }, { grpcPort: 2 }, { grpcPort: 3 }]],
      DRAMATIS_STATE: [
        { state: 'memory:' },
        'file:b',
        { state: 'file:c' },
        [{ state: 'memory:' }, { state: 'file:b' }, { state: 'file:c' }],
      ],
      DRAMATIS_WATCH: [
        { watch: false },
        'true',
        { watch: false },
        [{ watch: false }, { watch: true }, { watch: false }],
      ],
      DRAMATIS_SHUTDOWN_GRACE: [
        { shutdownGrace: '1s' },
        '2s',
        { shutdownGrace: 3 },
        [{ shutdownGrace: 1000 }, { shutdownGrace: 2000 }, { shutdownGrace: 3 }],
      ],
      DRAMATIS_MAX_TURNS: [{ maxTurns: 1 }, '2', { maxTurns: 3 }, [{ maxTurns: 1 }, { maxTurns: 2 }, { maxTurns: 3 }]],
      DRAMATIS_REQUIRE_KEYS: [
        { requireKeys: true },
        'false',
        { requireKeys: true },
        [{ requireKeys: true }, { requireKeys: false }, { requireKeys: true }],
      ],
      API_ENABLE_AUTH: [
        { requireKeys: false },
        'true',
        { requireKeys: false },
        [{ requireKeys: false }, { requireKeys: true }, { requireKeys: false }],
      ],
      DRAMATIS_API_KEYS: [
        { apiKeys: ['a'] },
        ' b , ,bb',
        { apiKeys: [' c ', ' '] },
        [{ apiKeys: ['a'] }, { apiKeys: ['b', 'bb'] }, { apiKeys: ['c'] }],
      ],
      API_ALLOWED_KEYS: [
        { apiKeys: ['a'] },
        'b,',
        { apiKeys: ['c'] },
        [{ apiKeys: ['a'] }, { apiKeys: ['b'] }, { apiKeys: ['c'] }],
      ],
      API_KEY_HEADER: [
        { apiKeyHeader: 'X-A' },
        'X-B',
        { apiKeyHeader: 'X-C' },
        [{ apiKeyHeader: 'X-A' }, { apiKeyHeader: 'X-B' }, { apiKeyHeader: 'X-C' }],
      ],
      DRAMATIS_AWS_KEYS: [
        { awsKeys: ['a:a'] },
        'b:b',
        { awsKeys: ['c:c'] },
        [{ awsKeys: ['a:a'] }, { awsKeys: ['b:b'] }, { awsKeys: ['c:c'] }],
      ],
      DRAMATIS_OPEN_SURFACES: [
        { openSurfaces: ['a2a'] },
        'b, metrics',
        { openSurfaces: ['c'] },
        [{ openSurfaces: ['a2a'] }, { openSurfaces: ['b', 'metrics'] }, { openSurfaces: ['c'] }],
      ],
      DRAMATIS_ANONYMOUS_RATE: [
        { anonymousRate: 1 },
        '2',
        { anonymousRate: 3 },
        [{ anonymousRate: 1 }, { anonymousRate: 2 }, { anonymousRate: 3 }],
      ],
      DRAMATIS_ANONYMOUS_CONCURRENCY: [
        { anonymousConcurrency: 1 },
        '2',
        { anonymousConcurrency: 3 },
        [{ anonymousConcurrency: 1 }, { anonymousConcurrency: 2 }, { anonymousConcurrency: 3 }],
      ],
      DRAMATIS_CORS_ORIGINS: [
        { corsOrigins: ['*'] },
        'http://b',
        { corsOrigins: ['http://c'] },
        [{ corsOrigins: ['*'] }, { corsOrigins: ['http://b'] }, { corsOrigins: ['http://c'] }],
      ],
      DRAMATIS_ALLOWED_HOSTS: [
        { allowedHosts: ['a'] },
        'b, *.b',
        { allowedHosts: ['c'] },
        [{ allowedHosts: ['a'] }, { allowedHosts: ['b', '*.b'] }, { allowedHosts: ['c'] }],
      ],
      DRAMATIS_LLM_CONFIG: [
        { llmConfig: '/a' },
        '/b',
        { llmConfig: '/c' },
        [{ llmConfig: '/a' }, { llmConfig: '/b' }, { llmConfig: '/c' }],
      ],
      DRAMATIS_MCP_CONFIG: [
        { mcpConfig: '/a' },
        '/b',
        { mcpConfig: '/c' },
        [{ mcpConfig: '/a' }, { mcpConfig: '/b' }, { mcpConfig: '/c' }],
      ],
      DRAMATIS_TOOL_TIMEOUT: [
        { toolTimeout: '1s' },
        '2',
        { toolTimeout: '3m' },
        [{ toolTimeout: 1_000 }, { toolTimeout: 2 }, { toolTimeout: 180_000 }],
      ],
      DRAMATIS_TOOL_CONCURRENCY: [
        { toolConcurrency: 1 },
        '2',
        { toolConcurrency: 3 },
        [{ toolConcurrency: 1 }, { toolConcurrency: 2 }, { toolConcurrency: 3 }],
      ],
      DRAMATIS_MAX_RESULT_BYTES: [
        { maxResultBytes: 1_025 },
        '1026',
        { maxResultBytes: 1_027 },
        [{ maxResultBytes: 1_025 }, { maxResultBytes: 1_026 }, { maxResultBytes: 1_027 }],
      ],
      DRAMATIS_TOOL_STATE_KEY: [
        { toolStateKey: 'a'.repeat(16) },
        'b'.repeat(16),
        { toolStateKey: 'c'.repeat(16) },
        [{ toolStateKey: 'a'.repeat(16) }, { toolStateKey: 'b'.repeat(16) }, { toolStateKey: 'c'.repeat(16) }],
      ],
      DRAMATIS_CONVERSATION_TTL: [
        { conversationTtl: '1s' },
        '2s',
        { conversationTtl: 3 },
        [keeping({ ttl: 1_000 }), keeping({ ttl: 2_000 }), keeping({ ttl: 3 })],
      ],
      DRAMATIS_MAX_CONVERSATIONS: [
        { maxConversations: 1 },
        '2',
        { maxConversations: 3 },
        [keeping({ conversations: 1 }), keeping({ conversations: 2 }), keeping({ conversations: 3 })],
      ],
      DRAMATIS_CONVERSATION_MESSAGES: [
        { conversationMessages: 2 },
        '3',
        { conversationMessages: 4 },
        [keeping({ messages: 2 }), keeping({ messages: 3 }), keeping({ messages: 4 })],
      ],
      DRAMATIS_CONVERSATION_BYTES: [
        { conversationBytes: 1 },
        '2',
        { conversationBytes: 3 },
        [keeping({ bytes: 1 }), keeping({ bytes: 2 }), keeping({ bytes: 3 })],
      ],
      DRAMATIS_CONVERSATION_MEDIA_BYTES: [
        { conversationMediaBytes: 0 },
        '2',
        { conversationMediaBytes: 3 },
        [keeping({ mediaBytes: 0 }), keeping({ mediaBytes: 2 }), keeping({ mediaBytes: 3 })],
      ],
      DRAMATIS_CONVERSATION_MEMORY_BYTES: [
        { conversationMemoryBytes: 1 },
        '2',
        { conversationMemoryBytes: 3 },
        [keeping({ memoryBytes: 1 }), keeping({ memoryBytes: 2 }), keeping({ memoryBytes: 3 })],
      ],
      DRAMATIS_LOG_LEVEL: [
        { logLevel: 'debug' },
        'warn',
        { logLevel: 'silent' },
        [{ logLevel: 'debug' }, { logLevel: 'warn' }, { logLevel: 'silent' }],
      ],
    }
  for (const [variable, [flags, text, file, [fromFlags, fromEnv, fromFile]]] of Object.entries(sources)) {
    it(`come from flags, then ${variable}, then the file`, async () => {
      await config(file)
      const env = { [variable]: text }
      expect(await resolved({ flags, env })).to.deep.include(fromFlags)
      expect(await resolved({ env })).to.deep.include(fromEnv)
      expect(await resolved({ env: { [variable]: '' } })).to.deep.include(fromFile)
    })
  }
  it('that are numbers may be digits in the environment', async () => {
    expect(await resolved({ env: { DRAMATIS_PLUGIN_TIMEOUT: '500' } })).to.include({ pluginTimeout: 500 })
  })
  it('have paths from the working folder', async () => {
    const { personas, plugins } = await resolved({ flags: { personas: ['a.json'] }, env: { DRAMATIS_PLUGINS: '../b' } })
    expect(personas).to.deep.equal([join(workingFolder, 'a.json')])
    expect(plugins).to.deep.equal([join(workingFolder, '../b')])
  })
  it('may be in a file of another name, also YAML', async () => {
    await config({ port: 1 })
    await config('port: 2 # a comment\n', 'other.yaml')
    expect(await resolved({ configFile: 'other.yaml' })).to.include({ port: 2 })
  })

  const problems: Record<string, [SettingsSources, ...string[]]> = {
    'a port that is too high': [
      { env: { DRAMATIS_PORT: '65536' } },
      'in the environment: DRAMATIS_PORT must be <= 65535',
    ],
    'a port in words': [
      { env: { DRAMATIS_PORT: 'http' } },
      'in the environment: DRAMATIS_PORT must be an integer, not a string',
    ],
    'a negative size': [{ flags: { bodyLimit: -1 } }, 'on the command line: --body-limit must be >= 1'],
    'a URL without a scheme': [
      { env: { DRAMATIS_PUBLIC_URL: 'example.com' } },
      'in the environment: DRAMATIS_PUBLIC_URL must be a URL that begins with http:// or https://',
    ],
    'a duration in parsecs': [
      { env: { DRAMATIS_PLUGIN_TIMEOUT: '12 parsecs' } },
      'in the environment: DRAMATIS_PLUGIN_TIMEOUT must be a duration such as "800ms", "30s" or "2m"',
    ],
    'an empty path in a list': [
      { flags: { personas: ['a', ''] } },
      'on the command line: --persona, item 1, must not be empty',
    ],
    'an unknown level': [
      { flags: JSON.parse('{ "logLevel": "loud" }') },
      'on the command line: --log-level must be one of "debug", "info", "warn", "error", "silent"',
    ],
    'several of several sources': [
      { flags: { port: -1, corsOrigins: [''] }, env: { DRAMATIS_MAX_TURNS: '0', DRAMATIS_LOG_LEVEL: 'info' } },
      'on the command line: --port must be >= 0',
      'on the command line: --cors-origin, item 0, must not be empty',
      'in the environment: DRAMATIS_MAX_TURNS must be >= 1',
    ],
  }
  for (const [what, [wrong, ...sentences]] of Object.entries(problems)) {
    it(`refuse ${what}`, async () => expect(await refused(wrong)).to.equal(`Wrong settings: ${sentences.join('; ')}.`))
  }

  const files: Record<string, [content: unknown, message: string]> = {
    'a misspelled key': [
      { ports: 1 },
      'Wrong settings: in ./dramatis.config.json: "ports" is not a known key; did you mean "port"?',
    ],
    'several problems': [
      { port: '1', host: '', plugins: [1] },
      'Wrong settings: in ./dramatis.config.json: "host" must not be empty; in ./dramatis.config.json: "port" must be an integer, not a string; in ./dramatis.config.json: "plugins", item 0, must be a string, not a number.',
    ],
    'a list': [[], 'Wrong settings: in ./dramatis.config.json: it must be an object, not an array.'],
    'broken JSON': [
      '{\n  "port": 1,\n}',
      'The configuration file ./dramatis.config.json cannot be read: it is not JSON: Expected double-quoted property name at line 3, column 1.',
    ],
  }
  for (const [what, [content, message]] of Object.entries(files)) {
    it(`refuse a file with ${what}`, async () => {
      await config(content)
      expect(await refused()).to.equal(message)
    })
  }
  it('pass over what Kubernetes says of a service of that name', async () => {
    const env = { DRAMATIS_PORT: 'tcp://10.0.0.1:8337', DRAMATIS_SERVICE_HOST: '10.0.0.1', DRAMATIS_PORT_1_TCP: 'x' }
    expect(await resolved({ env })).to.include({ port: 8337 })
    expect(misspeltIn(env)).to.deep.equal([])
  })
  it('tell of variables that are nearly one, and not of those for persona files', () => {
    expect(misspeltIn({ DRAMATIS_MAX_TURN: '1', DRAMATIS_PORT: '1', DRAMATIS_WEATHER_TOKEN: 'x' })).to.deep.equal([
      'DRAMATIS_MAX_TURN is no setting; did you mean "DRAMATIS_MAX_TURNS"?',
    ])
  })
  it('refuse a wrong file even where flags would win', async () => {
    await config({ port: 'x' })
    expect(await refused({ flags: { port: 1 } })).to.include('"port" must be an integer')
  })
  it('refuse a file that was named and is not there', async () => {
    expect(await refused({ configFile: 'gone.json' })).to.match(
      /^The configuration file \.\/gone\.json cannot be read: ENOENT/,
    )
  })
})
