import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import { openStage, type Stage } from '../support/stage.ts'

/** A call whose input a model writes in those pieces; `input` is what a solver makes of it. */
function writing(input: unknown, ...pieces: readonly string[]): Script {
  return async function* () {
    for (const text of pieces) yield { type: 'tool-input-delta', id: 'a', name: 'look', text }
    yield { type: 'tool-call', call: { id: 'a', name: 'look', input } }
  }
}

const scripts: Readonly<Record<string, Script>> = {
  'a number that JavaScript rounds': writing({ id: 2 ** 64 }, '{"id":', ' 18446744073709551617}'),
  'what is no JSON': writing('{at:1', '{at', ':1'),
  nothing: writing({}, ''),
}
const written: Readonly<Record<string, string>> = {
  'a number that JavaScript rounds': '{"id": 18446744073709551617}',
  'what is no JSON': '{at:1',
  nothing: '{}',
}

/** All pieces of `arguments` in an answer, or in the events of one. */
function argumentsIn(body: string): string {
  const pieces = body.match(/(?<="arguments":)"(?:[^"\\]|\\.)*"/g) ?? []
  return pieces.map((piece) => JSON.parse(piece)).join('')
}

describe('what a model writes as the arguments of a call', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts })
  })
  after(() => stage.close())

  for (const path of ['/openai/v1/chat/completions', '/tgi/v1/chat/completions', '/cohere/v2/chat']) {
    for (const [content, expected] of Object.entries(written)) {
      it(`${path}: ${content}, streamed and not`, async () => {
        const answers = [false, true].map(async (stream) => {
          const messages = [{ role: 'user', content }]
          const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }]
          const body = JSON.stringify({ model: 'Scripted', messages, tools, stream })
          return argumentsIn(await (await fetch(stage.url + path, { method: 'POST', body })).text())
        })
        expect(await Promise.all(answers)).to.deep.equal([expected, expected])
      })
    }
  }
})
