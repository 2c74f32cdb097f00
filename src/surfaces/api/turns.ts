import { type Exchange, type Route, requireListable, route, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError, type TurnTrace } from '../../index.ts'
import { listSchema, readPage, slice } from './paging.ts'
import { listed, turnSchema } from './shapes.ts'

/** What became of the latest turns. They are kept in memory, and gone with the process. */
export function turnRoutes(host: SurfaceHost): readonly Route[] {
  return [
    route('GET', '/turns', (exchange) => list(host, exchange), {
      summary: 'The latest turns, the newest first',
      responses: listed(listSchema('turns', turnSchema)),
    }),
    route('GET', '/turns/:id', (exchange) => get(host, exchange), {
      summary: 'What became of a turn: who was asked, and why it did not answer',
      responses: listed(turnSchema),
    }),
  ]
}

function list(host: SurfaceHost, exchange: Exchange): void {
  requireListable(host, exchange)
  const { query } = exchange
  const wanted = (key: 'persona' | 'conversation' | 'outcome') => (trace: Readonly<TurnTrace>) =>
    query.get(key) === null || trace[key] === query.get(key)
  const turns = host.turns().filter(wanted('persona')).filter(wanted('conversation')).filter(wanted('outcome'))
  const { items, has_more } = slice(turns, readPage(query))
  exchange.sendJson(200, { turns: items.map(show), has_more })
}

function get(host: SurfaceHost, exchange: Exchange): void {
  const id = exchange.params.id ?? ''
  const trace = host.turn(id)
  if (!trace) throw new RuntimeError('not-found', `There is no turn "${id.slice(0, 100)}" among the latest.`)
  exchange.sendJson(200, show(trace))
}

function show(trace: Readonly<TurnTrace>): object {
  return { ...trace, startedAt: new Date(trace.startedAt).toISOString() }
}
