import { defineSolver, RuntimeError, type SolverDefinition } from 'dramatis'
import { plain } from 'dramatis/questions'
import { answer, dayIn } from './answer.ts'
import { localeFor } from './locales.ts'

export interface Clock {
  now(): Date
}

/** In UTF-16 code units; a longer text is no question about time. */
const longestQuestion = 200

/** The solver with a clock of one's own, for tests and for other times. */
export function createDatetime(clock: Clock): SolverDefinition {
  return defineSolver({
    config: {
      type: 'object',
      properties: {
        timezone: {
          description: "A time zone by its IANA name, such as Europe/Berlin. Default: the persona's.",
          type: 'string',
          minLength: 1,
        },
      },
      additionalProperties: false,
    },
    create: ({ timezone }) => {
      const own = timezone === undefined ? undefined : checkedZone(timezone)
      return {
        solve: ({ question }, { lang, timezone: ofPersona }) => {
          if (question.length > longestQuestion) return undefined
          const found = localeFor(lang)
          if (!found) return undefined
          const now = clock.now()
          const timeZone = own ?? ofPersona
          return answer(plain(question, lang), { ...found, now, timeZone, today: dayIn(now, timeZone) })
        },
      }
    },
  })
}

function checkedZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch (cause) {
    throw new RuntimeError(
      'plugin-failed',
      `The setting "timezone" of the solver "datetime" is "${timeZone}", which is no time zone. ` +
        'Give an IANA name, such as "Europe/Berlin".',
      { cause },
    )
  }
}
