import { defineSolver, RuntimeError } from 'dramatis'
import { webSettings } from 'dramatis/web'
import { toInput } from './asked.ts'
import { Service } from './service.ts'

const sure = 0.8

const key = { type: 'string', minLength: 1 } as const

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      ...webSettings,
      // Much of what it knows is of this minute: times, weather, prices.
      cacheFor: { ...webSettings.cacheFor, default: '1m' },
      baseUrl: { description: 'Where the service is.', type: 'string', default: 'https://api.wolframalpha.com' },
      appid: { description: 'Your key, called AppID there.', ...key },
      api_key: { description: 'Another spelling of `appid`.', ...key },
      key: { description: 'Another spelling of `appid`.', ...key },
      units: {
        description: 'Units of measurement. Default: what is usual where the host stands.',
        enum: ['metric', 'imperial'],
      },
      spoken: { description: 'Whole sentences instead of bare results.', type: 'boolean', default: false },
    },
    additionalProperties: false,
  },
  create: ({ appid, api_key, key: short, units, requestTimeout, ...settings }) => {
    const service = new Service({
      ...settings,
      appid: required(appid ?? api_key ?? short),
      units,
      timeout: requestTimeout,
    })
    return {
      solve: ({ question }, context) => {
        const input = toInput(question, context.lang)
        return input === undefined ? undefined : lookUp(service, input, context.signal)
      },
      close: () => service.close(),
    }
  },
})

async function lookUp(service: Service, input: string, signal: AbortSignal) {
  const text = await service.ask(input, signal)
  const url = `https://www.wolframalpha.com/input?i=${encodeURIComponent(input)}`
  return text === undefined ? undefined : { text, confidence: sure, sources: [{ title: 'Wolfram|Alpha', url }] }
}

function required(appid: string | undefined): string {
  if (appid !== undefined) return appid
  const text = 'Plugin "wolfram" needs a key: put your Wolfram|Alpha AppID into its setting "appid".'
  throw new RuntimeError('plugin-failed', text)
}
