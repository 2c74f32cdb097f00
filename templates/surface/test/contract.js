// @ts-check
import definition from 'dramatis-surface-{{name}}'
import { surfaceContract } from 'dramatis/testing'

/**
 * How a client of the protocol asks, and what it hears.
 * @type {import('dramatis/testing').SurfaceDriver}
 */
const driver = {
  carries: { tools: false, reasoning: false, limits: false, history: false },
  request: ({ persona, turns, stream }) => ({
    path: '/{{name}}/ask',
    body: { persona, question: turns.at(-1), stream },
  }),
  read(body, streamed) {
    if (!streamed) return heard([JSON.parse(body.toString())])
    const lines = body.toString().split('\n')
    if (lines.pop() !== '') throw new Error('the last line does not end')
    return heard(lines.map((line) => JSON.parse(line)))
  },
  errorMessage(body) {
    const { code, message } = JSON.parse(body.toString()).error
    if (typeof code !== 'string') throw new Error('an error has a code')
    return message
  },
}

/** @param {any[]} lines what the server sent, so of any shape */
function heard(lines) {
  const error = lines.find((line) => line.error)?.error.message
  return {
    text: lines.map(({ text = '' }) => text).join(''),
    finish: lines.at(-1)?.finish,
    ...(error === undefined ? {} : { error }),
  }
}

surfaceContract('{{name}}', { driver, definition })
