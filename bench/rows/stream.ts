import { compare, type LoadSamples, shareOf, withServers } from '../comparison.ts'
import { atLeast, type Finding, type Row } from '../finding.ts'
import { requireSameAnswers } from '../same-answer.ts'
import { bare, bareFrameByFrame, dramatis, express, fixture } from '../server.ts'
import { chatBody } from './requests.ts'

const body = chatBody('twenty', 'Go on.', { stream: true })

export const stream: Row = {
  name: 'stream',
  title: 'Streams of 20 chunks, every frame encoded by itself',
  run: (effort) =>
    withServers(
      { batched: bare, each: bareFrameByFrame, express, dramatis: dramatis(fixture('twenty')) },
      body,
      async (servers) => {
        await requireSameAnswers(servers, body)
        const seen = await compare(servers, effort, 50, () => [body])
        const base = seen.batched.processor.median < seen.each.processor.median ? seen.batched : seen.each
        const line = (measure: keyof LoadSamples, words: string, unit: Finding['unit'], bare = base): Finding => ({
          measure: words,
          unit,
          bare: bare[measure],
          express: seen.express[measure],
          dramatis: seen.dramatis[measure],
        })
        return [
          {
            ...line('perSecond', 'streams, the faster node:http', '/s'),
            targets: [atLeast(shareOf(seen.dramatis, base), 0.3, 'of the faster node:http')],
          },
          line('perSecond', 'streams, node:http writes all frames at once', '/s', seen.batched),
          line('perSecond', 'streams, node:http writes frame by frame', '/s', seen.each),
          line('p99', 'p99 of whole streams', 'ms'),
          line('processor', 'processor time of a stream', 'µs'),
          line('busy', 'part of the time that it had its core', 'of 1'),
        ]
      },
    ),
}
