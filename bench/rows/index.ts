import type { Row } from '../finding.ts'
import { bundled } from './bundled.ts'
import { chain } from './chain.ts'
import { faq } from './faq.ts'
import { memory } from './memory.ts'
import { personas } from './personas.ts'
import { rivescript } from './rivescript.ts'
import { rule } from './rule.ts'
import { start } from './start.ts'
import { stream } from './stream.ts'
import { wordnet } from './wordnet.ts'

/** In the order of the table. */
export const rows: readonly Row[] = [rule, stream, chain, start, memory, personas, bundled, wordnet, faq, rivescript]
