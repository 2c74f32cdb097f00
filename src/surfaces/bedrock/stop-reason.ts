import type { FinishReason } from '../../index.ts'
import type { FinishEvent } from './metrics.ts'

const reasons: Record<FinishReason, 'stop' | 'length' | 'content_filter'> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'stop',
  refusal: 'content_filter',
  'input-required': 'stop',
  'auth-required': 'stop',
}

/** Why a text ended, in the words that several families share; `null` while it goes on. */
export function endOf(finish: FinishEvent | undefined): string | null {
  return finish ? reasons[finish.reason] : null
}
