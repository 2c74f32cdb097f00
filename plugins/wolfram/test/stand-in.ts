import { type Asked, type LookupServer, type Said, startLookupServer } from '../../../test/support/lookup-server.ts'

export const appid = 'TESTKEY-0123456789'

const known: Readonly<Record<string, { result: string; spoken?: string; imperial?: string }>> = {
  'how far is Los Angeles from New York': {
    result: 'about 3966 kilometers',
    imperial: 'about 2464 miles',
    spoken: 'The distance from the center of New York City to the center of Los Angeles is about 3966 kilometers',
  },
  'what is 2+2': { result: '4', spoken: 'The answer is 4' },
  'integrate x^2 from 0 to 1': { result: '1/3' },
  'what is the population of France': { result: 'about 64.6 million people' },
  'what is the mass of a unicorn': { result: '(data not available)' },
}

/** Wolfram|Alpha's Short Answers and Spoken Results, which speak plain text, errors included. */
export async function startWolfram(fault: () => Said | undefined = () => undefined): Promise<LookupServer> {
  return await startLookupServer((asked) => fault() ?? { headers: { 'content-type': 'text/plain' }, ...answer(asked) })
}

function answer({ path, query }: Asked): Said {
  const isSpoken = path === '/v1/spoken'
  if (!isSpoken && path !== '/v1/result') return { status: 404, body: 'Not Found' }
  if (query['appid'] === undefined) return { status: 403, body: 'Error 2: Appid missing' }
  if (query['appid'] !== appid) return { status: 403, body: 'Error 1: Invalid appid' }
  const { i: input } = query
  if (!input) return { status: 400, body: "No input. Please specify the input using the 'i' query parameter." }
  const found = known[input]
  if (!found) return { status: 501, body: 'Wolfram|Alpha did not understand your input' }
  if (isSpoken) return found.spoken ? { body: found.spoken } : { status: 501, body: 'No spoken result available' }
  return { body: (query['units'] === 'imperial' && found.imperial) || found.result }
}
