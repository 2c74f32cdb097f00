import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from './caller.ts'
import type { Dialogue, Ledger, Turn } from './ledger.ts'
import { at, lastEvent, type Protocol, protocols, responseText, streamedResponse } from './protocols.ts'
import { persona } from './stage.ts'
import type { Tally } from './tally.ts'

/** What a client does over and over: a turn, mostly. */
export type Step = () => Promise<void>

export interface Company {
  readonly callers: readonly Caller[]
  readonly ledger: Ledger
  readonly tally: Tally
}

/** Turns of a conversation before another one is begun. */
const longest = 40

/** Everybody who talks. Each is a step that one client repeats, with conversations of its own. */
export function clients(company: Company): readonly { name: string; step: Step }[] {
  return company.callers.flatMap((caller) => [
    ...protocols.map((protocol) => ({ name: protocol.name, step: talks(company, caller, protocol) })),
    { name: 'Responses after one another', step: responds(company, caller) },
    { name: 'REST sessions', step: meets(company, caller) },
    { name: 'A2A', step: delegates(company, caller) },
    { name: 'tools', step: uses(company, caller) },
    { name: 'slow readers', step: readsSlowly(company, caller) },
    { name: 'leavers', step: leaves(company, caller) },
  ])
}

/** A turn in each protocol's own way, whole and streamed in turn; one in ten fails on purpose. */
function talks({ ledger, tally }: Company, caller: Caller, protocol: Protocol): Step {
  let dialogue: Dialogue | undefined
  return async () => {
    dialogue = goOn(dialogue, ledger, caller, protocol.name)
    const { turn, question, stream } = nextTurn(dialogue)
    const { id } = dialogue
    const named = protocol.inConversation
    const { text, status } = await caller.call(protocol.path, {
      body: { ...protocol.body(question, stream), ...named?.(id) },
      headers: named ? {} : { 'x-conversation-id': id },
      expected: question.startsWith('fail') ? [200, 502] : [200],
    })
    const answer = status === 502 ? undefined : answerIn(protocol, text, stream, caller)
    settle(tally, dialogue, turn, answer)
  }
}

function answerIn(protocol: Protocol, text: string, stream: boolean, caller: Caller): string | undefined {
  if (!stream) return protocol.whole(JSON.parse(text))
  try {
    return protocol.streamed(text)
  } catch (error) {
    throw caller.breach(
      'ends',
      `${protocol.name}: ${error instanceof Error ? error.message : error}\n${text.slice(-300)}`,
    )
  }
}

/** Stored responses, each of which follows the one before. */
function responds({ ledger, tally }: Company, caller: Caller): Step {
  let previous: string | undefined
  let turns = 0
  return async () => {
    const stream = turns % 2 === 0
    const input = `response ${turns} ${randomUUID()}`
    const body = { model: persona, input, stream, ...(previous ? { previous_response_id: previous } : {}) }
    const { text } = await caller.call('/openai/v1/responses', { body })
    const said = stream ? streamedResponse(text) : responseText(JSON.parse(text))
    const id = stream ? at(lastEvent(text), 'response', 'id') : at(JSON.parse(text), 'id')
    if (said === undefined) throw caller.breach('ends', `A response failed: ${text.slice(-300)}`)
    const messages = messagesIn(said)
    tally.check('remembers', messages === 2 * turns + 1 || `response ${turns} was given ${messages} messages`)
    ledger.response(caller, id, said)
    turns = turns + 1 < longest ? turns + 1 : 0
    previous = turns === 0 ? undefined : id
  }
}

/** Agents and their sessions, and the stream of events that tells what was kept. */
function meets({ ledger, tally }: Company, caller: Caller): Step {
  let dialogue: Dialogue | undefined
  return async () => {
    if (!dialogue || dialogue.turns.length >= longest) {
      const agent = await caller.call('/api/v1/agents', { body: { persona_id: persona }, expected: [201] })
      const body = { agent_id: at(agent.json(), 'id') }
      const session = await caller.call('/api/v1/sessions', { body, expected: [201] })
      dialogue = ledger.dialogue(at(session.json(), 'id'), caller, 'REST sessions')
    }
    const { turn, question, stream } = nextTurn(dialogue)
    const { text, status } = await caller.call(`/api/v1/sessions/${dialogue.id}/messages`, {
      body: { message: question, stream },
      expected: question.startsWith('fail') ? [200, 502] : [200],
    })
    const failed = status === 502 || (stream && text.includes('\nevent: error\n')) || text.startsWith('event: error\n')
    if (stream && !failed && !text.includes('event: answer\n'))
      throw caller.breach('ends', `A session: ${text.slice(-300)}`)
    const last = stream ? lastEvent(text) : JSON.parse(text)
    settle(tally, dialogue, turn, failed ? undefined : at(last, 'response'))
  }
}

/** A2A tasks in a context: sent, streamed, and sent without waiting. */
function delegates({ ledger, tally }: Company, caller: Caller): Step {
  let dialogue: Dialogue | undefined
  let count = 0
  return async () => {
    dialogue = goOn(dialogue, ledger, caller, 'A2A')
    const { turn, question } = nextTurn(dialogue, false)
    const way = (['send', 'stream', 'later'] as const)[count++ % 3] ?? 'send'
    const message = { messageId: randomUUID(), role: 'ROLE_USER', parts: [{ text: question }], contextId: dialogue.id }
    const { text, isWhole } = await caller.hear(`/a2a/${persona}/message:${way === 'stream' ? 'stream' : 'send'}`, {
      body: { message, ...(way === 'later' ? { configuration: { returnImmediately: true } } : {}) },
      headers: { 'a2a-version': '1.0' },
    })
    const id = /"(?:taskId|id)": ?"([^"]+)"/.exec(text)?.[1]
    if (id !== undefined) ledger.task(caller, id) // it is promised, whatever becomes of the answer
    if (!isWhole || id === undefined) throw caller.excuse()
    if (way === 'later') await untilOver(caller, id)
    else if (!text.includes('TASK_STATE_COMPLETED')) {
      throw caller.breach(way === 'stream' ? 'ends' : 'status', `A task is not complete: ${text.slice(-500)}`)
    }
    const answer = await taskText(caller, id)
    ledger.task(caller, id, answer)
    settle(tally, dialogue, turn, answer)
  }
}

/** Asks again and again, as clients do that have not waited. */
async function untilOver(caller: Caller, id: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { text } = await caller.call(`/a2a/${persona}/tasks/${id}`)
    if (!/TASK_STATE_(WORKING|SUBMITTED)/.test(text)) return
    await sleep(100)
  }
  throw caller.breach('tasks', `The task ${id} is not over after ten seconds.`)
}

async function taskText(caller: Caller, id: string): Promise<string> {
  const task = (await caller.call(`/a2a/${persona}/tasks/${id}`)).json()
  const { artifacts } = task as { artifacts?: readonly { parts: readonly { text?: string }[] }[] } // A2A's own form
  return (artifacts ?? []).flatMap(({ parts }) => parts.map(({ text = '' }) => text)).join('')
}

/** Tools over HTTP. */
function uses({ tally }: Company, caller: Caller): Step {
  let count = 0
  return async () => {
    const text = `tool ${count++}`
    const answer = await caller.call('/tools/repeat', { body: { text, after: count % 4 === 0 ? 300 : 0 } })
    tally.check('ends', at(answer.json(), 'text') === text || `the tool said ${answer.text}`)
  }
}

/** Takes a second for an answer that was ready at once. */
function readsSlowly({ tally }: Company, caller: Caller): Step {
  const [protocol] = protocols
  return async () => {
    if (!protocol) return
    const begun = caller.now()
    const { body, statusCode } = await caller.open(protocol.path, { body: protocol.body('long answer', true) })
    let text = ''
    try {
      for await (const chunk of body.setEncoding('utf8')) {
        text += chunk
        await sleep(20)
      }
    } catch (error) {
      if (caller.isExcusable(begun)) throw caller.excuse()
      throw caller.breach('ends', `A slow reader: ${error instanceof Error ? error.message : error}`)
    }
    caller.checkStatus(begun, protocol.path, statusCode, text)
    const lines = answerIn(protocol, text, true, caller)?.split('\n').length
    tally.check('ends', lines === 2_001 || `a slow reader got ${lines} lines`)
  }
}

/** Leaves after a moment: before the answer, in the middle of it, or when it has just come. */
function leaves({ ledger }: Company, caller: Caller): Step {
  let dialogue: Dialogue | undefined
  let count = 0
  return async () => {
    const protocol = protocols[count++ % protocols.length]
    if (!protocol) return
    dialogue = goOn(dialogue, ledger, caller, 'leavers')
    const { question } = nextTurn(dialogue, false)
    const leaving = AbortSignal.timeout(Math.ceil(Math.random() * 120))
    const body = { ...protocol.body(question, true), ...protocol.inConversation?.(dialogue.id) }
    const headers = protocol.inConversation ? {} : { 'x-conversation-id': dialogue.id }
    const answer = await caller.open(protocol.path, { body, headers }, leaving)
    await answer.body.text().catch(() => undefined) // it has left, or the answer was faster
  }
}

function goOn(dialogue: Dialogue | undefined, ledger: Ledger, caller: Caller, via: string): Dialogue {
  return dialogue && dialogue.turns.length < longest ? dialogue : ledger.dialogue(randomUUID(), caller, via)
}

function nextTurn(dialogue: Dialogue, mayFail = true): { turn: Turn; question: string; stream: boolean } {
  const number = dialogue.turns.length
  const question = `${mayFail && number % 10 === 9 ? 'fail at' : 'say'} turn ${number} of ${dialogue.id}`
  const turn: Turn = { question }
  dialogue.turns.push(turn)
  return { turn, question, stream: number % 2 === 0 }
}

/** Notes what a client was told. The answer itself says what the host remembers. */
function settle(tally: Tally, { via, id, turns }: Dialogue, turn: Turn, answer: string | undefined): void {
  turn.outcome = answer === undefined ? 'failed' : { answer }
  const isMeant = (answer === undefined) === turn.question.startsWith('fail')
  tally.check('status', isMeant || `${via} ${id}: "${turn.question}" was answered with ${answer}`)
  if (answer === undefined) return
  const [, heard, count] = /^(.*)\|turn (\d+)\|/s.exec(answer) ?? []
  const messages = messagesIn(answer)
  const isRight = heard === turn.question && messages === 2 * Number(count) - 1
  tally.check(
    'remembers',
    isRight || `${via} ${id}: "${turn.question}" (of ${turns.length}) was answered with ${answer}`,
  )
}

function messagesIn(answer: string): number {
  return Number(/\|messages (\d+)\|/.exec(answer)?.[1])
}
