/** A turn's id is a UUID that only whoever asked is told: what is named after it cannot be guessed. */

export function responseId(turn: string): string {
  return `resp_${bare(turn)}`
}

/** Of the item at `index` of a response's output or of its input. */
export function itemId(prefix: string, turn: string, side: 'input' | 'output', index: number): string {
  return `${prefix}_${bare(turn)}${side === 'input' ? 'i' : 'o'}${index}`
}

/** The response that an item of that id belongs to; '' where the id was not made here. */
export function responseOfItem(id: string): string {
  const turn = /^[a-z]+_([0-9a-f]{32})[io]\d+$/.exec(id)?.[1]
  return turn === undefined ? '' : `resp_${turn}`
}

function bare(turn: string): string {
  return turn.replaceAll('-', '')
}
