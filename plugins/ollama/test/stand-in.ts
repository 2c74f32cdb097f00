import type { ChatRequest } from 'dramatis'
import ollama from 'dramatis-solver-ollama'
import type { Said } from '../../../test/support/fault-server.ts'
import { type Played, play as playWith } from '../../../test/support/play.ts'

/** Asks a solver of these settings, whose server says that. */
export function play(said: Said, request: ChatRequest, settings: object = {}): Promise<Played> {
  return playWith(ollama, (url) => ({ baseUrl: url, model: 'm', ...settings }), said, request)
}

/** A stream of these lines. */
export function lines(...said: readonly object[]): Said {
  return { headers: { 'content-type': 'application/x-ndjson' }, frames: said.map(line) }
}

export function line(said: object): string {
  return `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', ...said })}\n`
}

export function word(content: string): object {
  return { message: { role: 'assistant', content }, done: false }
}

export const done = {
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  total_duration: 5,
  prompt_eval_count: 12,
  eval_count: 5,
}
