import { eventually, openStage, type Stage } from './stage.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: JSON, of which every test reads something else
  body: any
}

/** Files and vector stores of a host, over plain HTTP. */
export interface LibraryClient {
  readonly stage: Stage
  call(method: string, path: string, body?: object): Promise<Answer>
  upload(content: string | Uint8Array, name?: string, fields?: Record<string, string>): Promise<Answer>
  /** Ids of a store, and of files in it, when they are indexed. */
  fill(texts: Record<string, string | Uint8Array>, attached?: object): Promise<{ store: string; files: string[] }>
  settled(store: string): Promise<void>
  search(store: string, query: string | object): Promise<Answer['body']['data']>
  close(): Promise<void>
}

/** What `surfaces.openai` says; nothing embeds unless it says so. */
export async function openLibrary(settings: object = {}, rest: object = {}): Promise<LibraryClient> {
  const stage = await openStage({ settings: { surfaces: { openai: { embedder: false, ...settings } }, ...rest } })
  return libraryOf(stage)
}

export function libraryOf(stage: Stage): LibraryClient {
  const base = `${stage.url}/openai/v1`
  const read = async (response: Response): Promise<Answer> => ({ status: response.status, body: await response.json() })
  const client: LibraryClient = {
    stage,
    async call(method, path, body) {
      return await read(await fetch(base + path, { method, ...(body ? { body: JSON.stringify(body) } : {}) }))
    },
    async upload(content, name = 'notes.txt', fields = {}) {
      const form = new FormData()
      for (const [key, value] of Object.entries({ purpose: 'assistants', ...fields })) form.set(key, value)
      form.set('file', new File([Buffer.from(content)], name))
      return await read(await fetch(`${base}/files`, { method: 'POST', body: form }))
    },
    async fill(texts, attached = {}) {
      const files: string[] = []
      for (const [name, text] of Object.entries(texts)) files.push((await client.upload(text, name)).body.id)
      const { body } = await client.call('POST', '/vector_stores', { name: 'Library' })
      for (const file_id of files) {
        await client.call('POST', `/vector_stores/${body.id}/files`, { file_id, ...attached })
      }
      await client.settled(body.id)
      return { store: body.id, files }
    },
    async settled(store) {
      await eventually(
        'indexed',
        async () => (await client.call('GET', `/vector_stores/${store}`)).body.status === 'completed',
      )
    },
    async search(store, query) {
      const asked = typeof query === 'string' ? { query } : query
      return (await client.call('POST', `/vector_stores/${store}/search`, asked)).body.data
    },
    close: () => stage.close(),
  }
  return client
}
