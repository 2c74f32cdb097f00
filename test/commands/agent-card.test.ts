import { expect } from 'chai'
import { run, workingFolder } from './command.ts'

const ada = {
  name: 'Ada',
  description: 'Knows numbers.',
  solvers: ['failure'],
  knowledge_domains: { Numbers: ['primes'] },
}

describe('dramatis agent-card', () => {
  const folder = workingFolder({
    'personas/ada.json': JSON.stringify(ada),
    'personas/bob.json': JSON.stringify({ name: 'Bob', solvers: ['failure'] }),
    'wrong.json': JSON.stringify({ surfaces: { a2a: { provider: {} } } }),
    'right.json': JSON.stringify({
      surfaces: { a2a: { provider: { organization: 'Bots', url: 'https://b.example' } } },
    }),
  })

  it('says that a persona does not exist, and which may be meant', async () => {
    const { code, stdout, stderr } = await run(folder, ['agent-card', 'bobb'])
    expect([code, stdout]).to.deep.equal([1, ''])
    expect(stderr).to.match(/no persona "bobb"; did you mean "bob"\?/i)
  })
  it('says what is wrong with the settings', async () => {
    const { code, stderr } = await run(folder, ['agent-card', '--config', 'wrong.json'])
    expect(code).to.equal(1)
    expect(stderr).to.match(/surfaces\/a2a\/provider\/organization/)
  })
  it('prints the card of a persona', async () => {
    const { code, stdout } = await run(folder, ['agent-card', 'ada', '--public-url', 'https://bots.example.com'])
    expect(code).to.equal(0)
    const card = JSON.parse(stdout)
    expect(card).to.include({ name: 'Ada', description: 'Knows numbers.', url: 'https://bots.example.com/a2a/ada' })
    expect(card.skills.map(({ id }: { id: string }) => id)).to.deep.equal(['ada-conversation', 'ada-numbers'])
  })
  it('prints the card of a file', async () => {
    const { stdout } = await run(folder, ['agent-card', 'personas/bob.json', '--json'])
    expect(stdout.trim().split('\n')).to.have.length(1)
    expect(JSON.parse(stdout)).to.include({ name: 'Bob', url: 'http://127.0.0.1:8337/a2a/bob' })
  })
  it('prints the card of the host, with gRPC and what the settings say', async () => {
    const { stdout } = await run(folder, ['agent-card', '--config', 'right.json', '--grpc-port', '5005'])
    const card = JSON.parse(stdout)
    expect(card.provider.organization).to.equal('Bots')
    expect(card.skills.map(({ id }: { id: string }) => id)).to.deep.equal(['ada', 'bob'])
    expect(card.supportedInterfaces).to.deep.include({
      url: '127.0.0.1:5005',
      protocolBinding: 'GRPC',
      protocolVersion: '1.0',
    })
  })
})
