import { expect } from 'chai'
import { defineTool } from 'dramatis'
import { silentLog, startTestHost } from 'dramatis/testing'
import Database from 'libsql'
import { DurableConversations } from '../../src/conversations/conversations.ts'
import { nobody, onBehalfOf } from '../../src/core/caller.ts'
import type { Message } from '../../src/core/types.ts'
import { createStore } from '../../src/state/index.ts'
import { Stages, say, witness } from './hosts.ts'

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const text = (role: 'user' | 'assistant', said: string): Message => ({ role, parts: [{ type: 'text', text: said }] })

describe('conversations that survive', () => {
  let stages: Stages
  beforeEach(() => {
    stages = new Stages()
  })
  afterEach(() => stages.close())

  it('a restart, with what was said and what is remembered', async () => {
    const first = await stages.open()
    await say(first, 'a', 'one')
    await say(first, 'a', 'keep an owl')
    await say(first, 'b', 'other')
    await first.close(0)
    const second = await stages.open()
    expect(await say(second, 'a', 'recall')).to.equal('"an owl"')
    expect(await say(second, 'a', 'heard')).to.equal(
      'one|heard one|keep an owl|heard keep an owl|recall|"an owl"|heard',
    )
    await say(second, 'a', 'drop')
    await second.close(0)
    const third = await stages.open()
    expect(await say(third, 'a', 'recall')).to.equal('null')
    expect(await say(third, 'b', 'heard')).to.equal('other|heard other|heard')
  })

  it('but nothing of a turn that failed', async () => {
    const host = await stages.open()
    await say(host, 'a', 'keep an owl')
    expect(await say(host, 'a', 'fail')).to.match(/^502/)
    expect(await say(host, 'a', 'recall')).to.equal('"an owl"')
    expect(await say(host, 'a', 'heard')).not.to.include('fail')
  })

  it('for as long as they are used', async () => {
    const host = await stages.open({ conversationTtl: 400 })
    await say(host, 'a', 'keep an owl')
    await say(host, 'b', 'keep a bat')
    for (let times = 0; times < 3; times++) {
      await sleep(200)
      expect(await say(host, 'a', 'recall')).to.equal('"an owl"')
    }
    expect(await say(host, 'b', 'recall')).to.equal('null')
    expect(await say(host, 'b', 'heard')).to.equal('recall|null|heard')
  })

  it('within their bounds, of which each is a setting', async () => {
    const host = await stages.open({
      conversationMessages: 4,
      conversationBytes: 400,
      conversationMediaBytes: 10,
      conversationMemoryBytes: 50,
      maxConversations: 2,
    })
    for (const word of ['1', '2', '3']) await say(host, 'a', word)
    expect(await say(host, 'a', 'heard')).to.equal('2|heard 2|3|heard 3|heard')
    await say(host, 'b', 'x'.repeat(300))
    expect(await say(host, 'b', 'heard')).to.equal(`${'x'.repeat(300)}|heard ${'x'.repeat(300)}|heard`)
    expect(await say(host, 'b', 'heard')).to.match(/^heard\|xxx/)
    expect(await say(host, 'b', `keep ${'x'.repeat(60)}`)).to.match(/^502/)
    expect(await say(host, 'b', 'recall')).to.equal('null')
    const image = (bytes: number) => [
      { type: 'text', text: 'see' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${Buffer.alloc(bytes).toString('base64')}` } },
    ]
    await say(host, 'c', image(10))
    await say(host, 'c', image(11))
    expect(await say(host, 'c', 'heard')).to.equal(
      'see,image|heard see|see,[image/png, 11 bytes: too large to keep]|heard see|heard',
    )
    expect(await say(host, 'a', 'heard')).to.equal('heard')
  })

  it('as media, byte for byte', async () => {
    const bytes = Buffer.from([0, 1, 2, 250, 255])
    const url = `data:image/png;base64,${bytes.toString('base64')}`
    const link = 'https://example.com/a.png'
    const first = await stages.open()
    for (const address of [url, link]) await say(first, 'a', [{ type: 'image_url', image_url: { url: address } }])
    await first.close(0)
    const second = await stages.open()
    // biome-ignore lint/suspicious/noExplicitAny: JSON
    const { personas }: any = await (await fetch(`${second.url}/api/v1/conversations/a`)).json()
    const images = personas[0].messages.filter(({ role }: { role: string }) => role === 'user')
    expect(images.map(({ parts }: { parts: { url: string }[] }) => parts[0]?.url)).to.deep.equal([url, link])
  })

  for (const id of ['', 'a\u0000b', '\ud800', 'x'.repeat(257)]) {
    it(`not under ids that are none: ${JSON.stringify(id.slice(0, 10))}`, async () => {
      const host = await stages.open()
      const response = await fetch(`${host.url}/cohere/v1/chat`, {
        method: 'POST',
        body: JSON.stringify({ model: 'Witness', message: 'one', conversation_id: id }),
      })
      expect(response.status).to.equal(id === '' ? 200 : 400)
    })
  }

  it('apart for each caller, whatever their ids', async () => {
    const store = createStore('memory:')
    const conversations = new DurableConversations(store, silentLog)
    const turn = { id: 't', signal: new AbortController().signal }
    const heard = (caller: string, said: string) =>
      onBehalfOf({ ...nobody, id: caller }, async () => {
        const { conversation, leave } = await conversations.enter('witness', 'same', turn)
        await conversation.memory.set('who', caller)
        await conversation.keep([...conversation.messages, text('user', said)], text('assistant', 'yes'))
        leave()
        await conversations.memory('same').set('tool', caller)
        const kept = await conversations.read('same')
        return kept.map(({ transcript, memory }) => [transcript.length, memory])
      })
    expect(await heard('one', 'x')).to.deep.equal([
      [0, { tool: 'one' }],
      [2, { who: 'one' }],
    ])
    expect(await heard('two', 'y')).to.deep.equal([
      [0, { tool: 'two' }],
      [2, { who: 'two' }],
    ])
    await onBehalfOf({ ...nobody, id: 'two' }, () => conversations.forget('same'))
    expect(await heard('one', 'z')).to.deep.equal([
      [0, { tool: 'one' }],
      [4, { who: 'one' }],
    ])
    expect(await conversations.list({ limit: 9, offset: 0 })).to.deep.equal([])
    conversations.close()
    await store.close()
  })

  it('two hosts over one state, which never both go on from the same turn', async () => {
    const [one, two] = [await stages.open(), await stages.open()]
    await say(one, 'a', '1')
    await say(two, 'a', '2')
    expect(await say(one, 'a', 'heard')).to.equal('1|heard 1|2|heard 2|heard')
    const stores = [createStore(stages.state), createStore(stages.state)]
    const [left, right] = stores.map((store) => new DurableConversations(store, silentLog))
    const turn = { id: 't', signal: new AbortController().signal }
    const first = await left?.enter('witness', 'a', turn)
    const second = await right?.enter('witness', 'a', turn)
    await first?.conversation.keep([text('user', 'first')], text('assistant', 'yes'))
    const late = second?.conversation.keep([text('user', 'second')], text('assistant', 'yes'))
    expect(await late?.catch(({ code, permanent }) => [code, permanent])).to.deep.equal(['conflict', false])
    left?.close()
    right?.close()
    for (const store of stores) await store.close()
    expect(await say(two, 'a', 'heard')).to.equal('first|yes|heard')
  })

  it('what a toolbox remembers, without any persona', async () => {
    const note = defineTool({
      name: 'note',
      description: 'Notes a text.',
      input: { type: 'object', properties: { text: { type: 'string' } } },
      run: async ({ text }, { memory }) => {
        const before = (await memory.get('note')) ?? null
        if (text !== undefined) await memory.set('note', text)
        return { before }
      },
    })
    const call = async (url: string, body: object, headers: Record<string, string>) =>
      (await fetch(`${url}/tools/note`, { method: 'POST', body: JSON.stringify(body), headers })).json()
    const open = () =>
      startTestHost({ personas: [witness], toolboxes: { notes: { tools: [note] } }, settings: { state: stages.state } })
    const here = { 'x-conversation-id': 'a' }
    const first = await open()
    await call(first.url, { text: 'an owl' }, here)
    await first.close(0)
    const second = await open()
    expect(await call(second.url, {}, here)).to.deep.equal({ before: 'an owl' })
    expect(await call(second.url, {}, { 'x-conversation-id': 'b' })).to.deep.equal({ before: null })
    expect(await call(second.url, {}, {})).to.deep.equal({ before: null })
    await second.close(0)
  })

  it('or else the client is told: what cannot be kept has no clean end', async () => {
    const host = await stages.open()
    await say(host, 'a', 'one')
    const other = new Database(stages.state.slice('file:'.length))
    other.exec('drop table conversations_messages')
    other.close()
    const post = (path: string, body: object) =>
      fetch(host.url + path, {
        method: 'POST',
        headers: { 'x-conversation-id': 'a' },
        body: JSON.stringify({ model: 'Witness', ...body }),
      })
    const question = { messages: [{ role: 'user', content: 'two' }] }
    const whole = await post('/openai/v1/chat/completions', question)
    expect([whole.status, whole.headers.get('retry-after')]).to.deep.equal([503, '5'])
    expect(await whole.text()).not.to.include('conversations_messages')
    for (const [path, body, clean] of [
      ['/openai/v1/chat/completions', question, '[DONE]'],
      ['/openai/v1/responses', { input: 'two' }, 'response.completed'],
      ['/anthropic/v1/messages', { ...question, max_tokens: 9 }, 'message_stop'],
    ] as const) {
      const text = await (await post(path, { ...body, stream: true })).text()
      expect(text, path).to.include('what was sent is not kept')
      expect(text, path).not.to.include(clean)
    }
    expect(await post('/openai/v1/chat/completions', question).then((answer) => answer.status)).to.equal(503)
  })

  it('responses and conversations of other protocols, after a restart', async () => {
    const first = await stages.open()
    // biome-ignore lint/suspicious/noExplicitAny: JSON
    const post = async (url: string, path: string, body: object): Promise<any> =>
      (await fetch(url + path, { method: 'POST', body: JSON.stringify({ model: 'Witness', ...body }) })).json()
    const { id } = await post(first.url, '/openai/v1/responses', { input: 'one' })
    const made = await post(first.url, '/openai/v1/conversations', {})
    await post(first.url, '/openai/v1/responses', { input: 'two', conversation: made.id })
    await post(first.url, '/cohere/v1/chat', { message: 'three', conversation_id: 'c' })
    await first.close(0)
    const second = await stages.open()
    const heard = { input: 'heard' }
    const after = await post(second.url, '/openai/v1/responses', { ...heard, previous_response_id: id })
    expect(after.output[0].content[0].text).to.equal('one|heard one|heard')
    const inConversation = await post(second.url, '/openai/v1/responses', { ...heard, conversation: made.id })
    expect(inConversation.output[0].content[0].text).to.equal('two|heard two|heard')
    const { text } = await post(second.url, '/cohere/v1/chat', { message: 'heard', conversation_id: 'c' })
    expect(text).to.equal('three|heard three|heard')
  })

  it('sessions and their events, which go on after a restart where they broke off', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: JSON
    const call = async (url: string, path: string, body?: object): Promise<any> => {
      const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
      return (await fetch(`${url}/api/v1${path}`, init)).json()
    }
    const first = await stages.open()
    const agent = await call(first.url, '/agents', { persona_id: 'witness' })
    const { id } = await call(first.url, '/sessions', { agent_id: agent.id })
    const messages = `/sessions/${id}/messages`
    await call(first.url, messages, { message: 'one' })
    const last = (await call(first.url, messages)).messages[0].id
    await first.close(0)
    const second = await stages.open()
    expect(await call(second.url, `/agents/${agent.id}`)).to.deep.equal(agent)
    expect((await call(second.url, messages, { message: 'heard' })).response).to.equal('one|heard one|heard')
    const events = await fetch(`${second.url}/api/v1/sessions/${id}/events`, { headers: { 'last-event-id': last } })
    setTimeout(() => second.close(0), 200) // ends the stream
    const told = [...(await events.text()).matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data).content)
    expect(told).to.deep.equal(['heard one', 'heard', 'one|heard one|heard'])
  })

  it('which a user field never selects', async () => {
    const host = await stages.open()
    const ask = async (content: string) => {
      const body = { model: 'Witness', user: 'mary', messages: [{ role: 'user', content }] }
      const init = { method: 'POST', body: JSON.stringify(body) }
      // biome-ignore lint/suspicious/noExplicitAny: JSON
      const { choices }: any = await (await fetch(`${host.url}/openai/v1/chat/completions`, init)).json()
      return choices[0].message.content
    }
    await ask('one')
    expect(await ask('heard')).to.equal('heard')
    expect(await (await fetch(`${host.url}/api/v1/conversations`)).json()).to.deep.equal({
      conversations: [],
      has_more: false,
    })
  })
})
