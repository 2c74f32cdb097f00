import { createWebClient, isWebError, type WebClient, type WebClientOptions } from 'dramatis/web'

/** The service says so with status 501 where it understands nothing, or has nothing short to say. */
const noAnswer = 501

export interface ServiceOptions extends Omit<WebClientOptions, 'query'> {
  appid: string
  /** Absent: what the service takes to be usual where this host stands. */
  units: 'metric' | 'imperial' | undefined
  /** Whole sentences instead of bare results. */
  spoken: boolean
}

/** Wolfram|Alpha, as a function from questions to answers. */
export class Service {
  readonly #web: WebClient
  readonly #path: string

  constructor({ appid, units, spoken, ...options }: ServiceOptions) {
    this.#web = createWebClient({ ...options, query: { appid, units } })
    this.#path = spoken ? '/v1/spoken' : '/v1/result'
  }

  /** @throws Error that names the setting where the key is refused, WebError for whatever else goes wrong. */
  async ask(input: string, signal: AbortSignal): Promise<string | undefined> {
    const text = await this.#get(input, signal)
    if (text === undefined) return undefined
    // Error pages have come with status 200, in HTML or as the service's own numbered errors.
    if (/^Error \d/.test(text)) throw refused(200)
    if (/^\s*</.test(text)) throw new Error('Wolfram|Alpha answered with a page instead of a text.')
    const answer = text.trim()
    return answer === '' || /^\(?(?:data not available|no data available)\)?$/i.test(answer) ? undefined : answer
  }

  close(): Promise<void> {
    return this.#web.close()
  }

  async #get(input: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      return await this.#web.text(this.#path, { query: { i: input }, absent: [noAnswer], signal })
    } catch (error) {
      throw isWebError(error) && (error.status === 400 || error.status === 403) ? refused(error.status) : error
    }
  }
}

function refused(status: number): Error {
  const text = `Wolfram|Alpha refuses the key in the setting "appid" of plugin "wolfram" (status ${status}).`
  return new Error(`${text} Get one for its Short Answers API, or its Spoken Results API with "spoken".`)
}
