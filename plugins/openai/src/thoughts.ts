import type { Delta, ReasoningDetail } from './chunk.ts'

/** What a model thought before it called tools: some servers want it back with the calls, under their own name for it. */
export class Thoughts {
  readonly #details: ReasoningDetail[] = []
  #field: 'reasoning_content' | 'reasoning' | undefined
  #text = ''

  /** The words of a delta that are thoughts. */
  add({ reasoning_content, reasoning, reasoning_details }: Delta): string {
    for (const detail of reasoning_details ?? []) this.#addDetail(detail)
    const text = reasoning_content || reasoning || ''
    if (text === '') return ''
    this.#field ??= reasoning_content ? 'reasoning_content' : 'reasoning'
    this.#text += text
    return text
  }

  /** The fields of a message that hand them back; undefined where nothing was thought since the last time. */
  take(): object | undefined {
    const details = this.#details.splice(0)
    const text = this.#text
    this.#text = ''
    if (details.length > 0) return { reasoning_details: details }
    return text === '' || this.#field === undefined ? undefined : { [this.#field]: text }
  }

  /** Pieces of one detail have its index and type. */
  #addDetail(detail: ReasoningDetail): void {
    const last = this.#details.at(-1)
    if (!last || last.index !== detail.index || last.type !== detail.type) {
      this.#details.push({ ...detail })
      return
    }
    for (const [field, value] of Object.entries(detail)) {
      const joins = (field === 'text' || field === 'summary') && typeof value === 'string'
      if (value != null) last[field] = joins ? `${last[field] ?? ''}${value}` : value
    }
  }
}
