import type { Row } from '../finding.ts'
import { a2a } from './a2a.ts'
import { bundled } from './bundled.ts'
import { chain } from './chain.ts'
import { faq } from './faq.ts'
import { memory } from './memory.ts'
import { personas } from './personas.ts'
import { relay } from './relay.ts'
import { rivescript } from './rivescript.ts'
import { rule } from './rule.ts'
import { start } from './start.ts'
import { stream } from './stream.ts'
import { streams10k } from './streams10k.ts'
import { surfaces } from './surfaces.ts'
import { tools } from './tools.ts'
import { wordnet } from './wordnet.ts'

/** In the order of the table. */
export const rows: readonly Row[] = [
  rule,
  stream,
  surfaces,
  streams10k,
  relay,
  tools,
  a2a,
  chain,
  start,
  memory,
  personas,
  bundled,
  wordnet,
  faq,
  rivescript,
]
