import { type Answering, type BlockStep, type Finish, objectArguments } from '../../http/index.ts'
import type { Source, ToolCall } from '../../index.ts'
import { encodeUsage } from './usage.ts'

export type V1FinishReason = 'COMPLETE' | 'STOP_SEQUENCE' | 'MAX_TOKENS' | 'ERROR' | 'TIMEOUT'

/** What an answer has said so far, in the words of `NonStreamedChatResponse`. Reasoning has no place there. */
export class V1Said {
  readonly calls: object[] = []
  readonly #documents: object[] = []
  readonly #citations: object[] = []
  #text = ''
  #finish: Finish = { reason: 'stop' }

  take(step: BlockStep): void {
    switch (step.type) {
      case 'delta':
        if (step.block.kind === 'text') this.#text += step.text
        return
      case 'close':
        if (step.whole.kind === 'call') this.calls.push(encodeCall(step.whole.call))
        return
      case 'finish':
        this.#finish = step.finish
        return
      case 'open':
      case 'source':
        return
    }
  }

  /** A source as a document, and as a citation where it says what it is for. */
  cite({ title, url, start, end }: Source): { document: object; citation?: object } {
    const id = `doc_${this.#documents.length}`
    const document = { id, title, ...(url === undefined ? {} : { url }) }
    this.#documents.push(document)
    if (start === undefined || end === undefined) return { document }
    const citation = { start, end, text: this.#text.slice(start, end), document_ids: [id] }
    this.#citations.push(citation)
    return { document, citation }
  }

  get finishReason(): V1FinishReason {
    if (this.#finish.reason === 'length') return 'MAX_TOKENS'
    return this.#finish.stopSequence === undefined ? 'COMPLETE' : 'STOP_SEQUENCE'
  }

  response(history: readonly object[], { id }: Answering): object {
    const calls = this.calls.length === 0 ? {} : { tool_calls: this.calls }
    return {
      response_id: id,
      text: this.#text,
      generation_id: id,
      chat_history: [...history, { role: 'CHATBOT', message: this.#text, ...calls }],
      finish_reason: this.finishReason,
      ...calls,
      ...(this.#citations.length === 0 ? {} : { citations: this.#citations }),
      ...(this.#documents.length === 0 ? {} : { documents: this.#documents }),
      meta: { api_version: { version: '1' }, ...encodeUsage(this.#finish.usage) },
    }
  }

  broken(reason: V1FinishReason, { id }: Answering): object {
    return { response_id: id, text: this.#text, generation_id: id, finish_reason: reason }
  }
}

function encodeCall({ name, input }: ToolCall): object {
  return { name, parameters: objectArguments(input) }
}
