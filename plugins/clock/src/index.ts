import { defineTool, defineToolbox, nearest, RuntimeError } from 'dramatis'
import { isLocale, type Moment, makeClock } from './clock.ts'

const text = { type: 'string' } as const

export default defineToolbox({
  config: {
    type: 'object',
    properties: {
      timezone: {
        description: 'The IANA name of the time zone where a call names none. Default: that of the machine.',
        type: 'string',
      },
      locale: {
        description: 'The language (BCP 47) that the time is written in where a call names none.',
        type: 'string',
        default: 'en',
      },
    },
    additionalProperties: false,
  },
  create: ({ timezone = Intl.DateTimeFormat().resolvedOptions().timeZone, locale }) => {
    const clock = makeClock()
    const problem = problemOf({ timezone, locale })
    if (problem !== undefined) throw new RuntimeError('plugin-failed', `clock: ${problem}`)
    return {
      tools: [
        defineTool({
          name: 'now',
          title: 'Current date and time',
          description: 'Tells the date and the time of this moment, in any time zone.',
          input: {
            type: 'object',
            properties: {
              timezone: {
                description: `IANA name of a time zone, such as "Europe/Berlin". Default: ${timezone}.`,
                type: 'string',
                maxLength: 100,
              },
              locale: {
                description: `Language tag (BCP 47) that "text" is written in, such as "de". Default: ${locale}.`,
                type: 'string',
                maxLength: 100,
              },
            },
            additionalProperties: false,
          },
          output: {
            type: 'object',
            properties: {
              iso: { ...text, description: 'ISO 8601 with the offset of the time zone.' },
              date: { ...text, description: 'YYYY-MM-DD' },
              time: { ...text, description: 'HH:MM:SS' },
              weekday: { ...text, description: 'In English.' },
              timezone: text,
              unix: { type: 'integer', description: 'Seconds since 1970-01-01T00:00:00Z.' },
              text: { ...text, description: 'Date and time in words, in the language of "locale".' },
            },
            required: ['iso', 'date', 'time', 'weekday', 'timezone', 'unix', 'text'],
            additionalProperties: false,
          },
          annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
          run(asked): Moment {
            const given = { timezone: asked.timezone ?? timezone, locale: asked.locale ?? locale }
            const wrong = problemOf(given)
            if (wrong !== undefined) throw new Error(wrong)
            return clock(new Date(), given.timezone, given.locale)
          },
        }),
      ],
    }
  },
})

function problemOf({ timezone, locale }: { timezone: string; locale: string }): string | undefined {
  if (!isLocale(locale)) return `"${locale}" is no language tag; write it like "en" or "pt-BR".`
  if (isTimezone(timezone)) return undefined
  const near = nearest(timezone, Intl.supportedValuesOf('timeZone')) ?? byCity(timezone)
  const hint = near === undefined ? 'write it like "Europe/Berlin"' : `did you mean "${near}"?`
  return `There is no time zone "${timezone}"; ${hint}${hint.endsWith('?') ? '' : '.'}`
}

function isTimezone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false // a RangeError says that it is none
  }
}

/** `tokyo` is `Asia/Tokyo`. */
function byCity(name: string): string | undefined {
  const city = name.trim().toLowerCase().replaceAll(' ', '_')
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(`/${city}`))
}
