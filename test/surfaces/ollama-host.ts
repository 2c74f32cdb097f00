import { defineSurface, route } from 'dramatis/http'
import { type Script, scriptedSolver, startTestHost } from 'dramatis/testing'

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const scripts: Record<string, Script> = {
  hello: () => 'Hello there.',
  ends: () => 'one\u0085two\u2028three\u2029four',
  think: async function* () {
    yield { type: 'reasoning-delta', text: 'Hm.' }
    yield 'Yes.'
  },
  call: async function* () {
    yield { type: 'tool-call', call: { id: 'a', name: 'look_up', input: { word: 'x' } } }
    yield { type: 'tool-call', call: { id: 'b', name: 'look_up', input: 'y' } }
  },
  slow: async function* () {
    await pause(40)
    yield 'One'
    await pause(80)
    yield { type: 'finish', reason: 'stop', usage: { inputTokens: 7, outputTokens: 3 } }
  },
  fail: async function* () {
    yield 'It began'
    throw new Error('secret-detail')
  },
}

/** A surface whose paths lie under those of Ollama. */
const inner = defineSurface({
  create: () => ({
    prefixes: ['/ollama/inner'],
    routes: [route('GET', '/ollama/inner', (exchange) => exchange.sendJson(200, {}))],
    error: (error) => ({ status: error.status, body: { inner: error.code } }),
  }),
})

/** A host with `Talker`, who follows the scripts, and `Seer`, who embeds and accepts images. */
export async function startOllamaHost() {
  const talker = scriptedSolver(scripts)
  let asked = 0
  const counting: typeof talker = {
    solve(request, context) {
      asked++
      return talker.solve(request, context)
    },
  }
  const seer = scriptedSolver(
    {},
    { accepts: ['image'], embed: ({ inputs }) => ({ vectors: inputs.map(() => Float32Array.of(3, 4)) }) },
  )
  const host = await startTestHost({
    personas: [
      { name: 'Talker', aliases: ['tagged'], chain: [{ id: 'talk', solver: counting }] },
      { name: 'Seer', aliases: ['tagged:latest'], chain: [{ id: 'see', solver: seer }] },
    ],
    surfaces: { inner },
  })
  const send = (method: string, path: string, body?: object | string): Promise<Response> =>
    fetch(host.url + path, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  return {
    send,
    /** The answer to a POST of JSON, whatever its status is. */
    post: async (path: string, body: object) => JSON.parse(await (await send('POST', path, body)).text()),
    get: async (path: string) => JSON.parse(await (await send('GET', path)).text()),
    /** How often a solver of `Talker` has been asked. */
    asked: () => asked,
    close: () => host.close(0),
  }
}

/** The values of a stream of lines. */
export async function linesOf(response: Response) {
  return (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

export function chat(content: string, rest: object = {}): object {
  return { model: 'Talker', messages: [{ role: 'user', content }], ...rest }
}
