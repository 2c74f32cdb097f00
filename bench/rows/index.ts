import type { Row } from '../finding.ts'
import { bundled } from './bundled.ts'
import { faq } from './faq.ts'
import { memory } from './memory.ts'
import { personas } from './personas.ts'
import { rule } from './rule.ts'
import { start } from './start.ts'
import { stream } from './stream.ts'
import { wordnet } from './wordnet.ts'

/** In the order of the table. */
export const rows: readonly Row[] = [rule, stream, start, memory, personas, bundled, wordnet, faq]
