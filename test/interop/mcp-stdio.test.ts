import { expect } from 'chai'
import { Running, run, workingFolder } from '../commands/command.ts'
import { box, tool } from '../toolbox/boxes.ts'

const line = (message: object): string => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`
const hello = line({
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
})
const started = line({ method: 'notifications/initialized' })
const call = (id: number, name: string, input: object = {}): string =>
  line({ id, method: 'tools/call', params: { name, arguments: input } })

const bot = { name: 'Bot', solvers: ['failure'], toolboxes: ['kit'], system_prompt: 'You are Bot.' }

describe('dramatis tools mcp', () => {
  const folder = workingFolder({
    'plugins/kit.js': `console.log('loaded')\n${box(`{ tools: [
      ${tool('print', `run: () => { console.log('printed'); process.stdout.write('written') ; return 'done' }`)},
      ${tool('hang', `run: (_, { signal }) => new Promise((_, no) => signal.addEventListener('abort', () => { console.error('aborted'); no(new Error('stop')) }))`)},
    ] }`)}`,
    'bot.json': bot,
  })
  const open = (...args: string[]): Running => new Running(folder, ['tools', 'mcp', ...args])

  it('writes nothing to stdout but messages, whatever plugins print', async () => {
    const running = open()
    running.process.stdin.write(hello + started + call(2, 'print'))
    await running.shows(/"id":2/)
    running.process.stdin.end()
    const { code, stdout, stderr } = await running.finished
    expect(code).to.equal(0)
    const messages = stdout
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(messages.map(({ id }) => id)).to.deep.equal([1, 2])
    expect(messages[1].result.content).to.deep.equal([{ type: 'text', text: 'done' }])
    expect(stderr).to.include('loaded').and.include('printed').and.include('written')
  })
  it('ends when the client closes stdin, also while a tool runs', async () => {
    const running = open()
    running.process.stdin.write(hello + started + call(2, 'hang'))
    await running.shows(/"id":1/)
    await new Promise((resolve) => setTimeout(resolve, 100))
    running.process.stdin.end()
    const { code, stderr } = await running.finished
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: 'loaded\naborted\n' })
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends with ${signal}`, async () => {
      const running = open()
      running.process.stdin.write(hello)
      await running.shows(/"id":1/)
      running.process.kill(signal)
      expect((await running.finished).code).to.equal(0)
    })
  }
  it('serves one persona', async () => {
    const running = open('bot.json')
    running.process.stdin.write(hello + started + line({ id: 2, method: 'tools/list' }))
    const list = line({ id: 3, method: 'prompts/get', params: { name: 'voice' } })
    running.process.stdin.write(list + call(4, 'chat', { message: 'Hello' }))
    await running.shows(/"id":4/)
    running.process.stdin.end()
    const { stdout, code } = await running.finished
    expect(code).to.equal(0)
    const messages = stdout
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
    const answer = (id: number) => messages.find((message) => message.id === id)?.result
    expect(answer(1).serverInfo).to.include({ name: 'bot', title: 'Bot' })
    expect(answer(2).tools.map(({ name }: { name: string }) => name)).to.have.members(['chat', 'print', 'hang'])
    expect(answer(3).messages[0].content.text).to.equal('You are Bot.')
    expect(answer(4).content[0].text).to.be.a('string').and.not.equal('')
  })
  it('says that there is no such persona', async () => {
    const { code, stdout, stderr } = await run(folder, ['tools', 'mcp', 'nobody'])
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
    expect(stderr).to.match(/There is no persona "nobody"/)
  })
})
