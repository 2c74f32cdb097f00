import { compare, type LoadSamples, shareOf, withServers } from '../comparison.ts'
import { atLeast, atMost, type Finding, type Row } from '../finding.ts'
import { requireSameAnswers } from '../same-answer.ts'
import { bare, dramatis, express, fixture } from '../server.ts'
import { introduction } from './requests.ts'

export const rule: Row = {
  name: 'rule',
  title: 'A persona of one synchronous rule, over /openai/v1/chat/completions',
  run: (effort) =>
    withServers({ bare, express, dramatis: dramatis(fixture('rule')) }, introduction, async (servers) => {
      await requireSameAnswers(servers, introduction)
      const many = await compare(servers, effort, 50, () => [introduction])
      const one = await compare(servers, effort, 1, () => [introduction])
      return [...findings(many, '50 connections', targets(many)), ...findings(one, '1 connection')]
    }),
}

type Compared = Readonly<Record<'bare' | 'express' | 'dramatis', LoadSamples>>
type Measure = keyof LoadSamples

function findings(seen: Compared, at: string, targets: Partial<Record<Measure, Finding['targets']>> = {}): Finding[] {
  const line = (measure: Measure, words: string, unit: Finding['unit']): Finding => ({
    measure: `${words}, ${at}`,
    unit,
    bare: seen.bare[measure],
    express: seen.express[measure],
    dramatis: seen.dramatis[measure],
    targets: targets[measure] ?? [],
  })
  return [
    line('perSecond', 'requests', '/s'),
    line('p50', 'p50', 'ms'),
    line('p99', 'p99', 'ms'),
    line('processor', 'processor time of a request', 'µs'),
    line('busy', 'part of the time that it had its core', 'of 1'),
  ]
}

function targets({ bare, express, dramatis }: Compared): Partial<Record<Measure, Finding['targets']>> {
  return {
    perSecond: [
      atLeast(shareOf(dramatis, bare), 0.4, 'of node:http'),
      atLeast(shareOf(dramatis, express), 2, 'times Express'),
    ],
    p99: [atMost(dramatis.p99.median / bare.p99.median, 5, "times node:http's")],
  }
}
