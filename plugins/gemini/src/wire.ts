import type { JsonSchema } from 'dramatis'

/** What goes over the wire, as far as it is used. Source: googleapis/googleapis, `google/ai/generativelanguage/v1beta`. */

export interface Content {
  role?: 'user' | 'model'
  parts: readonly Part[]
}

/** One of these, and with it what the model thought. */
export interface Part {
  text?: string
  inlineData?: { mimeType?: string; data: string }
  fileData?: { mimeType?: string; fileUri: string }
  functionCall?: { id?: string; name: string; args?: unknown }
  functionResponse?: { id?: string; name: string; response: object }
  thought?: boolean
  thoughtSignature?: string
}

export interface GenerateBody {
  contents: readonly Content[]
  systemInstruction?: Content
  tools?: readonly ({ functionDeclarations: readonly Declaration[] } | { googleSearch: object })[]
  toolConfig?: { functionCallingConfig: { mode: 'AUTO' | 'ANY' | 'NONE'; allowedFunctionNames?: readonly string[] } }
  generationConfig?: GenerationConfig
  safetySettings?: readonly SafetySetting[]
}

export interface Declaration {
  name: string
  description: string
  parametersJsonSchema: JsonSchema
}

export interface GenerationConfig {
  maxOutputTokens?: number
  stopSequences?: readonly string[]
  temperature?: number
  topP?: number
  topK?: number
  seed?: number
  presencePenalty?: number
  frequencyPenalty?: number
  responseMimeType?: 'application/json'
  responseJsonSchema?: JsonSchema
  thinkingConfig?: ThinkingConfig
}

export interface ThinkingConfig {
  includeThoughts: boolean
  thinkingBudget?: number
  thinkingLevel?: string
}

export interface SafetySetting {
  category: string
  threshold: string
}

/** `GenerateContentResponse`. */
export interface Chunk {
  candidates?: readonly Candidate[]
  promptFeedback?: { blockReason?: string; blockReasonMessage?: string }
  usageMetadata?: UsageMetadata
}

export interface Candidate {
  content?: { parts?: readonly Part[] }
  finishReason?: string
  finishMessage?: string
  groundingMetadata?: GroundingMetadata
  citationMetadata?: { citationSources?: readonly Citation[] }
}

export interface UsageMetadata {
  promptTokenCount?: number
  toolUsePromptTokenCount?: number
  candidatesTokenCount?: number
  thoughtsTokenCount?: number
  cachedContentTokenCount?: number
}

export interface GroundingMetadata {
  groundingChunks?: readonly Readonly<Record<string, { uri?: string; title?: string }>>[]
  groundingSupports?: readonly {
    segment?: { startIndex?: number; endIndex?: number; text?: string }
    groundingChunkIndices?: readonly number[]
  }[]
}

/** Positions are bytes of UTF-8. */
export interface Citation {
  startIndex?: number
  endIndex?: number
  uri?: string
}
