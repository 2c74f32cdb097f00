import { expect } from 'chai'
import { run, workingFolder } from './command.ts'

describe('the commands of persona-agent, in its own folder', () => {
  const folder = workingFolder({
    'examples/personas/ida.json': { id: 'ida', name: 'Ida', description: 'Travels.', language_style: { tone: 'Calm' } },
    'examples/personas/plain.yaml': 'name: Plain\n',
    'config/llm_config.json': { default_model: 'm', api_key: 'x', api_base: 'http://127.0.0.1:9/v1' },
    'config/mcp_config.json': { mcpServers: { clock: { command: 'no-such-program' } } },
    'old/al.json': { id: 'al', name: 'Al' },
  })
  const rows: Record<string, { args: readonly string[]; code?: number; says: RegExp }> = {
    'list-personas': { args: ['personas'], says: /^ida +Ida +openai +Travels\.\nplain +Plain +openai/m },
    'agent-card': { args: ['agent-card'], says: /"url": "http:\/\/127\.0\.0\.1:8000\/a2a\/?"/ },
    'agent-card ID': { args: ['agent-card', 'ida'], says: /"url": "http:\/\/127\.0\.0\.1:8000\/a2a\/ida\/?"/ },
    'agent-card of nobody': { args: ['agent-card', 'nobody'], code: 1, says: /There is no persona "nobody"/ },
    'import-persona FILE': {
      args: ['import', 'old/al.json'],
      says: /^Al \(al\) is in examples\/personas\/al\.json\.$/m,
    },
    'import-persona of nothing': { args: ['import', 'old/no.json'], code: 1, says: /"old\/no\.json" cannot be read/ },
    'what else there is, check': { args: ['check'], says: /^3 personas, no problems\.$/m },
    'what else there is, tools': { args: ['tools', 'list'], says: /config\/mcp_config\.json/ },
  }
  for (const [name, { args, code = 0, says }] of Object.entries(rows)) {
    it(name, async () => {
      const ended = await run(folder, [...args, '--as', 'persona-agent'])
      expect(ended.stdout + ended.stderr).to.match(says)
      expect(ended.code).to.equal(code)
    })
  }
})
