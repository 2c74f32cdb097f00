import { pick, type Rendering, render, type Turn } from './render.ts'
import type { Piece, Template } from './template.ts'

/**
 * The reply of the begin block. It is spoken in two steps: first it sets the topic and user variables, so that the
 * user's own message is answered under them; then comes what `{ok}` stands for, and all other tags around it.
 */
export function renderBegin(template: Template, rendering: Rendering): string {
  const settled = settle(template, rendering.turn)
  const rest = applied(settled, rendering)
  return render(rest, rendering)
}

/** Chooses what `{random}` stands for, since both steps must see the same. */
function settle(template: Template, turn: Turn): Template {
  return template.flatMap((piece): Template => {
    if (typeof piece === 'string') return [piece]
    if (piece.tag === 'random') return settle(pick(piece.choices, turn) ?? [], turn)
    if (piece.tag === 'format') return [{ ...piece, body: settle(piece.body, turn) }]
    return [piece]
  })
}

/** Sets what is to be set, and returns the rest of the template. */
function applied(template: Template, rendering: Rendering): Template {
  return template.flatMap((piece): readonly Piece[] => {
    if (typeof piece === 'string') return [piece]
    if (piece.tag === 'format') return [{ ...piece, body: applied(piece.body, rendering) }]
    if (piece.tag !== 'topic' && !(piece.tag === 'set' && piece.scope === 'user')) return [piece]
    render([piece], rendering)
    return []
  })
}
