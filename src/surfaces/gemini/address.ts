/** What a path of the Gemini API or of Vertex AI names. */
export interface Address {
  /** As it stands before the model's name: `models`, `tunedModels`, `publishers/google/models`. */
  readonly collection: string
  /** '' for the collection itself. */
  readonly model: string
  /** What is to be done, such as `generateContent`; '' for a look-up. */
  readonly verb: string
}

const version = '(?:v\\d\\w*/)?'
const project = '(?:projects/[^/]+/locations/[^/]+/)?'
const pattern = new RegExp(`^${version}${project}(models|tunedModels|publishers/([^/]+)/models)(?:/(.*?))?/?$`)

/**
 * Reads a path after `/gemini/`, decoded. Names of models may hold slashes and colons; a method's verb is what follows
 * the last colon. Clients of Vertex AI put what stands before a name's slash into the publisher's place.
 */
export function readAddress(path: string, isMethod: boolean): Address | undefined {
  const match = pattern.exec(path)
  if (!match) return undefined
  const [, collection = '', publisher = 'google', rest = ''] = match
  const colon = isMethod ? rest.lastIndexOf(':') : rest.length
  if (colon < 0) return undefined
  const name = rest.slice(0, colon)
  const model = publisher === 'google' || name === '' ? name : `${publisher}/${name}`
  return { collection, model, verb: rest.slice(colon + 1) }
}
