import type { FinishReason } from 'dramatis'
import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'
import { everything } from './carries.ts'

const finishes: Record<string, FinishReason> = { STOP: 'stop', MAX_TOKENS: 'length', SAFETY: 'refusal' }

interface Part {
  text?: string
  thought?: boolean
  fileData?: { fileUri: string }
  functionCall?: { id: string; name: string; args: unknown }
}

interface Answer {
  error?: { code: number; message: string; status: string }
  candidates?: {
    content: { role: string; parts: Part[] }
    finishReason?: string
    groundingMetadata?: { groundingChunks: { web: { uri: string } }[] }
  }[]
  usageMetadata?: { promptTokenCount: number; candidatesTokenCount: number }
}

/** Both ways in which the API streams. */
const framings = {
  sse: {
    query: '?alt=sse',
    pieces(stream: Buffer): Answer[] {
      const frames = stream.toString().split('\n\n')
      if (frames.pop() !== '') throw new Error('the stream does not end with a blank line')
      return frames.map((frame) => {
        if (!frame.startsWith('data: ') || frame.includes('\n')) throw new Error(`not a frame: ${frame}`)
        return JSON.parse(frame.slice(6))
      })
    },
  },
  array: { query: '', pieces: (stream: Buffer): Answer[] => JSON.parse(stream.toString()) },
}

function driver({ query, pieces }: (typeof framings)['sse' | 'array']): SurfaceDriver {
  return {
    carries: everything,
    likeStop: ['tool-calls'],
    errorMessage(body) {
      const { error } = JSON.parse(body.toString())
      if (typeof error.code !== 'number' || !/^[A-Z_]+$/.test(error.status)) throw new Error(`not a status: ${body}`)
      return error.message
    },
    request: (question) => ({
      path: `/gemini/v1beta/models/${question.persona}:${question.stream ? `streamGenerateContent${query}` : 'generateContent'}`,
      body: bodyOf(question),
    }),
    read: (body, streamed) => heard(streamed ? pieces(body) : [JSON.parse(body.toString())]),
  }
}

function bodyOf({ turns, system, image, file, tools, toolChoice, toolRound, ...rest }: DriverQuestion): object {
  const { maxTokens: maxOutputTokens, stop: stopSequences, temperature, topP, schema } = rest
  const media = [
    ...(image ? [{ inlineData: { mimeType: 'image/png', data: Buffer.from(image).toString('base64') } }] : []),
    ...(file ? [{ inlineData: { mimeType: 'application/pdf', data: Buffer.from(file).toString('base64') } }] : []),
  ]
  const contents = turns.map((text, index) => ({
    role: toolRound || (turns.length - index) % 2 ? 'user' : 'model',
    parts: [{ text }, ...(index === turns.length - 1 ? media : [])],
  }))
  const round = toolRound?.length
    ? [
        { role: 'model', parts: toolRound.map(({ id, name, input }) => ({ functionCall: { id, name, args: input } })) },
        {
          role: 'user',
          parts: toolRound.map(({ id, name, result }) => ({
            functionResponse: { id, name, response: { output: result } },
          })),
        },
      ]
    : []
  const allowed = typeof toolChoice === 'object' ? { allowedFunctionNames: [toolChoice.name] } : {}
  return {
    contents: [...contents.slice(0, 1), ...round, ...contents.slice(1)],
    ...(system ? { systemInstruction: { parts: [{ text: system }] } } : {}),
    ...(tools
      ? {
          tools: [
            { functionDeclarations: tools.map(({ input, ...tool }) => ({ ...tool, parametersJsonSchema: input })) },
          ],
        }
      : {}),
    ...(toolChoice ? { toolConfig: { functionCallingConfig: { mode: 'ANY', ...allowed } } } : {}),
    generationConfig: {
      maxOutputTokens,
      stopSequences,
      temperature,
      topP,
      thinkingConfig: { includeThoughts: true },
      ...(schema ? { responseMimeType: 'application/json', responseJsonSchema: schema } : {}),
    },
  }
}

function heard(answers: readonly Answer[]): Heard {
  const candidates = answers.flatMap(({ candidates = [] }) => candidates)
  const parts = candidates.flatMap(({ content }) => content.parts)
  const finish = candidates.at(-1)?.finishReason
  const error = answers.at(-1)?.error?.message
  const calls = parts.flatMap(({ functionCall }) => functionCall ?? [])
  const reasoning = parts.map(({ text = '', thought }) => (thought ? text : '')).join('')
  const chunks = candidates.flatMap(({ groundingMetadata }) => groundingMetadata?.groundingChunks ?? [])
  const usage = answers.at(-1)?.usageMetadata
  return {
    text: parts.map(({ text = '', thought, fileData }) => (thought ? '' : (fileData?.fileUri ?? text))).join(''),
    finish: finish === undefined ? undefined : finishes[finish],
    ...(reasoning === '' ? {} : { reasoning }),
    ...(calls.length === 0 ? {} : { calls: calls.map(({ name, args }) => ({ name, input: args })) }),
    ...(chunks.length === 0 ? {} : { sources: chunks.map(({ web }) => web.uri) }),
    ...(usage ? { usage: { inputTokens: usage.promptTokenCount, outputTokens: usage.candidatesTokenCount } } : {}),
    ...(error === undefined ? {} : { error }),
  }
}

export const serverSentEvents = driver(framings.sse)
export const jsonArray = driver(framings.array)
