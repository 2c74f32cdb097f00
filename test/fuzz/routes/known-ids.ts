import type { RouteAnswer } from './judge.ts'
import type { Operation } from './operations.ts'

/** Ids that the host has given so far, by what they are of: what is behind one is reached with it only. */
export class KnownIds {
  readonly #ids = new Map<string, string[]>()

  hear({ path }: Operation, { status, text }: RouteAnswer): void {
    if (status >= 300) return
    const ids = this.#of(kindOf(path))
    for (const [, id = ''] of text.slice(0, 20_000).matchAll(/"(?:id|taskId)": ?"([\w.-]{1,80})"/g)) {
      if (!ids.includes(id)) ids.push(id)
    }
    ids.splice(0, Math.max(0, ids.length - 50))
  }

  /** One of those that the path up to there is about. */
  at(path: string, index: number): string {
    const ids = this.#of(kindOf(path))
    return ids[index % Math.max(1, ids.length)] ?? 'nothing'
  }

  /** Puts ids in the place of `<known:agents:3>`. */
  fill(text: string): string {
    return text.replace(/<known:(\w+):(\d+)>/g, (_, kind: string, index: string) => this.at(kind, Number(index)))
  }

  #of(kind: string): string[] {
    const ids = this.#ids.get(kind) ?? []
    this.#ids.set(kind, ids)
    return ids
  }
}

/** The last word of a path that is no parameter: `sessions`. Messages of A2A make tasks. */
function kindOf(path: string): string {
  const word = path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? ''
  return word.startsWith('message:') ? 'tasks' : word
}
