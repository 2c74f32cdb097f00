import { SolverError } from 'dramatis'
import { failureInStream, parseData } from 'dramatis/upstream'
import type { Chunk } from './wire.ts'

/** @throws SolverError for an error in the stream, and for what is no chunk of an answer */
export function readChunk(data: string): Chunk {
  const value = parseData(data)
  if (!isObject(value) && !Array.isArray(value)) throw malformed(data)
  const failure = failureInStream(value)
  if (failure) throw failure
  if (!isObject(value) || !isChunk(value)) throw malformed(data)
  return value // as far as it is read, it was looked at just now, or is where it is used
}

function isChunk({ candidates, promptFeedback, usageMetadata }: Record<string, unknown>): boolean {
  if (candidates === undefined && promptFeedback === undefined && usageMetadata === undefined) return false
  return isOptional(promptFeedback) && isOptional(usageMetadata) && isListOf(candidates, isCandidate)
}

function isCandidate(candidate: Record<string, unknown>): boolean {
  const { content, finishReason, groundingMetadata: grounding, citationMetadata: citations } = candidate
  return (
    isText(finishReason) &&
    isWith(content, ({ parts }) => isListOf(parts, isPart)) &&
    isWith(grounding, ({ groundingChunks: pages, groundingSupports: passages }) => {
      return isListOf(pages, isPage) && isListOf(passages, isPassage)
    }) &&
    isWith(citations, ({ citationSources: sources }) => isListOf(sources, ({ uri }) => isText(uri)))
  )
}

function isPage(page: Record<string, unknown>): boolean {
  return Object.values(page).every((value) => isObject(value) && isText(value['uri']) && isText(value['title']))
}

function isPassage({ segment, groundingChunkIndices: pages }: Record<string, unknown>): boolean {
  return isWith(segment, ({ text }) => isText(text)) && (pages === undefined || Array.isArray(pages))
}

function isPart(part: Record<string, unknown>): boolean {
  const { text, thoughtSignature, functionCall: called, inlineData, fileData } = part
  return (
    isText(text) &&
    isText(thoughtSignature) &&
    (called === undefined || (isObject(called) && typeof called['name'] === 'string')) &&
    (inlineData === undefined || (isObject(inlineData) && typeof inlineData['data'] === 'string')) &&
    (fileData === undefined || (isObject(fileData) && typeof fileData['fileUri'] === 'string'))
  )
}

function isListOf(value: unknown, is: (item: Record<string, unknown>) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every((item) => isObject(item) && is(item)))
}

function isText(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

function isOptional(value: unknown): boolean {
  return isWith(value, () => true)
}

function isWith(value: unknown, is: (value: Record<string, unknown>) => boolean): boolean {
  return value === undefined || (isObject(value) && is(value))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(data: string): SolverError {
  return new SolverError('server-error', `The upstream sent what is no chunk of an answer: ${data.slice(0, 200)}`)
}
