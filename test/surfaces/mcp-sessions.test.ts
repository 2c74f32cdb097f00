import { expect } from 'chai'
import { EventLog } from '../../src/surfaces/mcp/event-log.ts'
import { Sessions } from '../../src/surfaces/mcp/sessions.ts'

describe('the sessions of MCP clients', () => {
  let now = 0
  let closed: string[] = []
  const failures: unknown[] = []
  const session = (name: string, error?: Error) => ({
    close: async () => {
      closed.push(name)
      if (error) throw error
    },
  })
  const open = (limits: object): Sessions<ReturnType<typeof session>> => {
    const sessions = new Sessions<ReturnType<typeof session>>(
      (error) => failures.push(error),
      limits,
      () => now,
    )
    for (const name of ['a', 'b', 'c']) sessions.add(name, session(name))
    return sessions
  }
  beforeEach(() => {
    now = 0
    closed = []
    failures.length = 0
  })

  it('are closed where there are too many, the least recently used first', async () => {
    const sessions = open({ sessions: 3 })
    await sessions.use('a', async () => undefined)
    sessions.add('d', session('d'))
    expect(closed).to.deep.equal(['b'])
    expect([...sessions.all()]).to.have.length(3)
    await sessions.close()
  })
  it('stay while a request is under way, as long as others are idle', async () => {
    const sessions = open({ sessions: 3 })
    let end = (): void => {}
    const waiting = sessions.use('a', () => new Promise<void>((resolve) => (end = resolve)))
    sessions.add('d', session('d'))
    sessions.add('e', session('e'))
    expect(closed).to.deep.equal(['b', 'c'])
    end()
    await waiting
    await sessions.close()
  })
  it('are never more than there may be, whoever waits', async () => {
    const sessions = open({ sessions: 3 })
    const ends: (() => void)[] = []
    const waiting = ['a', 'b', 'c'].map((id) =>
      sessions.use(id, () => new Promise<void>((resolve) => void ends.push(resolve))),
    )
    sessions.add('d', session('d'))
    expect(closed).to.deep.equal(['a'])
    for (const end of ends) end()
    await Promise.all(waiting)
    expect(sessions.size).to.equal(3)
    expect(sessions.get('a')).to.equal(undefined)
    await sessions.close()
  })
  it('are closed when they have been idle for too long', async () => {
    const sessions = open({ idle: 1_000 })
    now = 600
    await sessions.use('b', async () => undefined)
    let end = (): void => {}
    const waiting = sessions.use('c', () => new Promise<void>((resolve) => (end = resolve)))
    now = 1_500
    sessions.sweep()
    expect(closed).to.deep.equal(['a'])
    now = 99_000
    sessions.sweep()
    expect(closed).to.deep.equal(['a', 'b'])
    end()
    await waiting
    sessions.sweep()
    expect(closed, 'its time begins with the end of the request').to.deep.equal(['a', 'b'])
    await sessions.close()
    expect(closed).to.deep.equal(['a', 'b', 'c'])
    expect(sessions.size).to.equal(0)
  })
  it('tell where they cannot be closed', async () => {
    const sessions = open({ sessions: 3 })
    sessions.remove('a')
    const broken = new Error('stuck')
    sessions.add('d', session('d', broken))
    await sessions.use('b', async () => undefined)
    await sessions.use('c', async () => undefined)
    sessions.add('e', session('e'))
    await Promise.resolve()
    expect(failures).to.deep.equal([broken])
    await sessions.close()
  })
})

describe('the log of what MCP sessions were sent', () => {
  const message = (id: number, text = '') => ({
    jsonrpc: '2.0' as const,
    method: `notifications/${id}`,
    params: { text },
  })
  const replay = async (store: ReturnType<EventLog['of']>, after: string): Promise<string[]> => {
    const heard: string[] = []
    await store.replayEventsAfter(after, {
      send: async (_id, sent) => void heard.push('method' in sent ? sent.method : ''),
    })
    return heard
  }

  it('replays what came after an event on its stream', async () => {
    const store = new EventLog().of('one')
    const first = await store.storeEvent('s', {} as never) // what the library stores to mark a place
    await store.storeEvent('t', message(1))
    await store.storeEvent('s', message(2))
    await store.storeEvent('s', {} as never)
    await store.storeEvent('s', message(3))
    expect(await replay(store, first)).to.deep.equal(['notifications/2', 'notifications/3'])
  })
  it('shows no session the events of another', async () => {
    const log = new EventLog()
    const [mine, yours] = [log.of('mine'), log.of('yours')]
    const id = await mine.storeEvent('s', message(1))
    await yours.storeEvent('s', message(2))
    expect(await yours.getStreamIdForEventId?.(id)).to.equal(undefined)
    const error = await replay(yours, id).catch((thrown: Error) => thrown.message)
    expect(error).to.equal('This event is not known any more.')
    expect(await replay(mine, id)).to.deep.equal([])
  })
  it('keeps so many events, the newest', async () => {
    const log = new EventLog({ events: 3 })
    const store = log.of('one')
    const ids = await Promise.all([1, 2, 3, 4].map((id) => store.storeEvent('s', message(id))))
    expect(log.events).to.equal(3)
    expect(await store.getStreamIdForEventId?.(ids[0] ?? '')).to.equal(undefined)
    expect(await replay(store, ids[1] ?? '')).to.deep.equal(['notifications/3', 'notifications/4'])
  })
  it('keeps so much, whatever it is', async () => {
    const log = new EventLog({ size: 5_000 })
    const store = log.of('one')
    for (let id = 0; id < 50; id++) await store.storeEvent('s', message(id, 'x'.repeat(1_000)))
    expect(log.events).to.equal(4)
    await store.storeEvent('s', message(50, 'x'.repeat(10_000)))
    expect(log.events).to.equal(0)
  })
})
