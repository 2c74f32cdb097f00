import type { ErrorAnswer } from '../../http/index.ts'
import type { InputRequest, RuntimeError } from '../../index.ts'

/** One form for everything that goes wrong: a code, a sentence, and every field that is wrong. */
export function encodeError({ code, status, message, problems }: RuntimeError): ErrorAnswer {
  if (code !== 'invalid-request' || !problems) {
    return { status, body: { error: { code: code.replaceAll('-', '_'), message } } }
  }
  const listed = problems.map(({ pointer, message: what, expected }) => ({ pointer, message: what, expected }))
  return { status: 422, body: { error: { code: 'invalid_input', message, problems: listed } } }
}

/** What a tool asks, in the same form: the answers come with the same input, as `_inputs` by their key. */
export function encodeQuestions(name: string, requests: readonly InputRequest[], state: string): object {
  const questions = requests.flatMap((request) => {
    if (request.kind !== 'ask') return []
    const { key, message, schema } = request
    return [{ key, message, schema }]
  })
  const keys = questions.map(({ key }) => `"${key}"`).join(', ')
  const message = `The tool "${name}" asks; send the same input again with ${keys} in "_inputs", and with "_state".`
  return { error: { code: 'input_required', message, requests: questions, _state: state } }
}
