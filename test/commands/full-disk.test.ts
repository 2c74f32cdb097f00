import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { puppet, Running, workingFolder } from './command.ts'

const key = 'the-key-of-the-operator'
const env = { DRAMATIS_API_KEYS: key, DRAMATIS_REQUIRE_KEYS: 'true', DRAMATIS_STATE: 'file:state/state.db' }

interface Answer {
  status: number
  text: string
}

/** No file of a process can be written any more, or again: the kernel says no as a full disk does. */
function fillDisk({ process: { pid } }: Running, isFull: boolean): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${isFull ? 0 : 'unlimited'}:`])
  if (status !== 0) throw new Error(`prlimit: ${stderr}`)
}

describe('a full disk', () => {
  const persona = { name: 'Judy', description: 'Before.', solvers: ['puppet'] }
  const folder = workingFolder({ 'plugins/puppet.ts': puppet, 'personas/judy.json': persona })
  const personas = (): readonly string[] => readdirSync(join(folder, 'personas'))
  let server: Running
  let url: string
  let session: string
  let task: string
  let response: string

  const call = async (method: string, path: string, body?: unknown, headers = {}): Promise<Answer> => {
    const sent = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers }
    const text = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(url + path, { method, headers: sent, ...text })
    return { status: answer.status, text: await answer.text() }
  }
  const post = (path: string, body: unknown, headers = {}): Promise<Answer> => call('POST', path, body, headers)
  const chat = (content: string, headers: object, given: object): Promise<Answer> =>
    post('/openai/v1/chat/completions', { model: 'Judy', messages: [{ role: 'user', content }], ...given }, headers)
  const say = (content: string, given: object = {}): Promise<Answer> =>
    chat(content, { 'x-conversation-id': 'c1' }, given)
  const send = (text: string): Promise<Answer> =>
    post('/a2a/judy/message:send', { message: { messageId: text, role: 'ROLE_USER', parts: [{ text }] } })
  const upload = async (): Promise<Answer> => {
    const form = new FormData()
    form.set('purpose', 'assistants')
    form.set('file', new File(['Text.'], 'a.txt'))
    const headers = { authorization: `Bearer ${key}` }
    const answer = await fetch(`${url}/openai/v1/files`, { method: 'POST', headers, body: form })
    return { status: answer.status, text: await answer.text() }
  }
  const start = async (): Promise<void> => {
    server = new Running(folder, ['serve', 'personas', '--port', '0', '--plugins', 'plugins'], env)
    ;[, url = ''] = await server.shows(/listens on (http:\S+)/)
  }
  const idIn = ({ text }: Answer): string => /"id": ?"([^"]+)"/.exec(text)?.[1] ?? ''

  before(async function () {
    if (spawnSync('prlimit', ['--version']).status !== 0) {
      console.error('SKIPPED: there is no prlimit here, a full disk was not tried')
      this.skip()
    }
    await start()
    expect(await say('one')).to.deep.include({ status: 200 })
    const agent = await post('/api/v1/agents', { persona_id: 'judy' })
    session = idIn(await post('/api/v1/sessions', { agent_id: idIn(agent) }))
    expect(await post(`/api/v1/sessions/${session}/messages`, { message: 'hello' })).to.include({ status: 200 })
    task = idIn(await send('a task'))
    response = idIn(await post('/openai/v1/responses', { model: 'Judy', input: 'kept' }))
    fillDisk(server, true)
  })
  after(async () => {
    server?.process.kill('SIGKILL')
    await server?.finished
  })

  const unkept = /what was sent is not kept/
  const refused: Readonly<Record<string, { act: () => Promise<Answer>; status: number; told: RegExp }>> = {
    'a turn of a conversation': { act: () => say('two'), status: 503, told: unkept },
    'a streamed turn': {
      act: () => say('three', { stream: true }),
      status: 200,
      told: /"error".*what was sent is not kept/,
    },
    'a message of a session': {
      act: () => post(`/api/v1/sessions/${session}/messages`, { message: 'lost' }),
      status: 503,
      told: unkept,
    },
    'an agent': { act: () => post('/api/v1/agents', { persona_id: 'judy' }), status: 503, told: unkept },
    'a task': { act: () => send('another task'), status: 503, told: unkept },
    'a response': {
      act: () => post('/openai/v1/responses', { model: 'Judy', input: 'lost' }),
      status: 503,
      told: unkept,
    },
    'a file': { act: upload, status: 503, told: unkept },
    'a new persona': {
      act: () => post('/api/v1/personas', { name: 'New', solvers: ['failure'] }),
      status: 503,
      told: /cannot be written .*everything is as it was/,
    },
    'an edit of a persona': {
      act: () => call('PATCH', '/api/v1/personas/judy', { description: 'After.' }),
      status: 503,
      told: /cannot be written .*everything is as it was/,
    },
    'what a tool is to remember': {
      act: () => post('/tools/add_note', { text: 'lost' }, { 'x-conversation-id': 'c1' }),
      status: 503,
      told: unkept,
    },
    'a forgotten conversation': { act: () => call('DELETE', '/api/v1/conversations/c1'), status: 503, told: /state/ },
  }
  for (const [what, { act, status, told }] of Object.entries(refused)) {
    it(`refuses ${what}, and says why`, async () => {
      const answer = await act()
      expect(answer.status, answer.text).to.equal(status)
      expect(answer.text).to.match(told)
      expect(answer.text).not.to.match(/SQLITE|EFBIG.*state\.db|\n {4}at /)
    })
  }

  const answered: Readonly<Record<string, () => Promise<Answer>>> = {
    'what keeps nothing': () => chat('hello', {}, {}),
    'a response that is not to be stored': () =>
      post('/openai/v1/responses', { model: 'Judy', input: 'x', store: false }),
    tools: () => post('/tools/calculate', { expression: '6*7' }),
    'what was said': () => call('GET', '/api/v1/conversations/c1'),
    'a stored response': () => call('GET', `/openai/v1/responses/${response}`),
    'a task of before': () => call('GET', `/a2a/judy/tasks/${task}`),
    'model lists': () => call('GET', '/openai/v1/models'),
    'the health check': () => call('GET', '/health'),
  }
  for (const [what, act] of Object.entries(answered)) {
    it(`goes on answering ${what}`, async () => {
      const answer = await act()
      expect(answer.status, answer.text).to.equal(200)
    })
  }

  it('leaves the persona files as they were', () => {
    expect(personas()).to.deep.equal(['judy.json'])
    expect(JSON.parse(readFileSync(join(folder, 'personas/judy.json'), 'utf8'))).to.deep.equal(persona)
  })

  it('gives out no key that is not kept', async () => {
    const command = [
      '--fsize=0:',
      process.execPath,
      join(import.meta.dirname, '../../dist/main.js'),
      'keys',
      'add',
      'x',
    ]
    const { status, stdout, stderr } = spawnSync('prlimit', command, {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
    })
    expect([status, stdout.toString()]).to.deep.equal([1, ''])
    expect(stderr.toString())
      .to.match(/state/i)
      .and.not.match(/\n {4}at /)
  })

  it('has lost nothing when there is room again, nor after the process is killed', async () => {
    fillDisk(server, false)
    expect((await say('four')).text).to.match(/You said four in .*, turn 2, message 3\./)
    expect((await call('PATCH', '/api/v1/personas/judy', { description: 'After.' })).status).to.equal(200)
    expect((await send('a later task')).text).to.include('TASK_STATE_COMPLETED')
    server.process.kill('SIGKILL')
    await server.finished
    await start()
    const heard = (await call('GET', '/api/v1/conversations/c1')).text
    const said = [...heard.matchAll(/"text": ?"(\w+)"/g)].map(([, text]) => text)
    expect(said).to.deep.equal(['one', 'four'])
    expect((await call('GET', `/openai/v1/responses/${response}`)).text).to.include('You said kept')
    expect((await call('GET', `/a2a/judy/tasks/${task}`)).text).to.include('TASK_STATE_COMPLETED')
    expect((await call('GET', `/api/v1/sessions/${session}/messages`)).text)
      .to.include('hello')
      .and.not.include('lost')
  })
})
