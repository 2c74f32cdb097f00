import type { FromSchema } from '../../core/schema.ts'
import { shape } from '../../web/shape.ts'
import type { DialogClient } from './client.ts'
import { eventData } from './event-data.ts'

const text = { type: 'string' } as const

const part = {
  type: 'object',
  properties: {
    text,
    thought: { type: 'boolean' },
    fileData: { type: 'object', properties: { mimeType: text, fileUri: text }, required: ['mimeType', 'fileUri'] },
    inlineData: { type: 'object', properties: { mimeType: text, data: text }, required: ['mimeType', 'data'] },
  },
} as const

const candidate = {
  type: 'object',
  properties: {
    content: { type: 'object', properties: { parts: { type: 'array', items: part } }, required: ['parts'] },
    finishReason: text,
  },
  required: ['content'],
} as const

const readResponse = shape({
  type: 'object',
  properties: {
    error: { type: 'object', properties: { message: text }, required: ['message'] },
    candidates: { type: 'array', items: candidate },
  },
})

/** Contents: one response, or server-sent events of which each is a piece of it; the last one tells why it ended. */
const client: DialogClient = {
  request: ({ messages, stream }, persona) => ({
    path: `/gemini/v1beta/models/${encodeURIComponent(persona)}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: {
      contents: messages.map(({ role, content }) => ({
        role: role === 'user' ? 'user' : 'model',
        parts: [{ text: content }],
      })),
    },
  }),
  read(body, streamed) {
    let said = ''
    for (const response of streamed ? eventData(body.toString()) : [body.toString()]) {
      const { error, candidates = [] } = readResponse(JSON.parse(response))
      if (error) throw new Error(error.message)
      for (const { content, finishReason } of candidates) {
        said += content.parts.map(shown).join('')
        if (finishReason !== undefined) return said
      }
    }
    throw new Error('the answer ended without a finishReason')
  },
}

export default client

/** Media as Markdown, as protocols without a place for them have it. */
function shown({ text = '', thought, fileData, inlineData }: FromSchema<typeof part>): string {
  if (fileData) return link(fileData.mimeType, fileData.fileUri)
  if (inlineData) return link(inlineData.mimeType, `data:${inlineData.mimeType};base64,${inlineData.data}`)
  return thought ? '' : text
}

function link(mimeType: string, address: string): string {
  if (mimeType.startsWith('image/')) return `![image](${address})`
  return `[${mimeType.startsWith('audio/') ? 'audio' : 'file'}](${address})`
}
