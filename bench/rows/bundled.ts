import { compare, withServers } from '../comparison.ts'
import type { Row } from '../finding.ts'
import { bare, dramatis, fixture } from '../server.ts'
import { chatBody, introduction } from './requests.ts'

const questions = {
  eliza: 'I am unhappy about my work.',
  rivescript: 'What is your name?',
  wordnet: 'What is the definition of computer?',
  faq: 'When do you open?',
}

type Bundled = keyof typeof questions

const names = Object.keys(questions) as Bundled[] // it has no others
const bodyOf = (name: Bundled) => chatBody(name, questions[name])

export const bundled: Row = {
  name: 'bundled',
  title: 'Personas of one bundled solver each, 50 connections; node:http answers by the fixture rule',
  run: (effort) =>
    withServers({ bare, host: dramatis(...names.map(fixture)) }, bodyOf('eliza'), async ({ bare, host }) => {
      const subjects = { bare, eliza: host, rivescript: host, wordnet: host, faq: host }
      const bodyFor = (name: keyof typeof subjects) => (name === 'bare' ? introduction : bodyOf(name))
      const seen = await compare(subjects, effort, 50, (name) => [bodyFor(name)])
      return names.flatMap((name) => [
        {
          measure: `requests, ${name}: "${questions[name]}"`,
          unit: '/s',
          bare: seen.bare.perSecond,
          dramatis: seen[name].perSecond,
        },
        {
          measure: `processor time of a request, ${name}`,
          unit: 'µs',
          bare: seen.bare.processor,
          dramatis: seen[name].processor,
        },
      ])
    }),
}
