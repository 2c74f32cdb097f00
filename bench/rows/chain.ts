import { compare, withServers } from '../comparison.ts'
import { atMost, type Row } from '../finding.ts'
import { dramatis, fixture } from '../server.ts'
import { chatBody } from './requests.ts'

const passedBy = 7
const question = 'Hello, my name is Ada.'
const bodies = { first: [chatBody('rule', question)], eighth: [chatBody('eighth', question)] }

export const chain: Row = {
  name: 'chain',
  title: 'A rule that is asked first, and the same rule after seven solvers that decline',
  run: (effort) =>
    withServers(
      { first: dramatis(fixture('rule')), eighth: dramatis(fixture('eighth')) },
      bodies.first[0] ?? '',
      async (servers) => {
        const seen = await compare(servers, effort, 50, (name) => bodies[name])
        const link = (seen.eighth.processor.median - seen.first.processor.median) / passedBy
        return [
          { measure: 'processor time of a request, asked first', unit: 'µs', dramatis: seen.first.processor },
          {
            measure: 'processor time of a request, asked eighth',
            unit: 'µs',
            dramatis: seen.eighth.processor,
            targets: [atMost(link, 20, 'µs for each of the seven')],
          },
          { measure: 'requests, asked first', unit: '/s', dramatis: seen.first.perSecond },
          { measure: 'requests, asked eighth', unit: '/s', dramatis: seen.eighth.perSecond },
        ]
      },
    ),
}
