/** A chat completion request as a client sends it, on one line. */
export function chatBody(model: string, question: string, extra: object = {}): string {
  const messages = [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: question },
  ]
  return JSON.stringify({ model, messages, ...extra })
}

/** What the fixture rule answers. */
export const introduction = chatBody('rule', 'Hello, my name is Ada.')

/** For the persona that has every bundled solver. */
export const everyone = chatBody('everyone', 'What is the definition of computer?')
