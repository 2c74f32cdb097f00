import { completionDriver, generateDriver } from '../../support/tgi.ts'
import { chatDriver } from '../../support/tgi-chat.ts'
import { tasks } from './a2a.ts'
import * as anthropic from './anthropic.ts'
import * as bedrock from './bedrock.ts'
import type { Client } from './client.ts'
import * as cohere from './cohere.ts'
import * as gemini from './gemini.ts'
import * as ollama from './ollama.ts'
import * as openai from './openai.ts'

/** The ways in which clients chat with a persona, by name: every surface that chats is among them. */
export const clients: Readonly<Record<string, Client>> = {
  'OpenAI chat': openai.chat,
  'OpenAI responses': openai.responses,
  'OpenAI completions': openai.completions,
  Anthropic: anthropic.messages,
  'Ollama chat': ollama.chat,
  'Ollama generate': ollama.generate,
  'Gemini events': gemini.events,
  'Gemini array': gemini.array,
  'Cohere v2': cohere.v2,
  'Cohere v1': cohere.v1,
  'TGI generate': generateDriver(({ persona }) => `/tgi/${persona}`, {}),
  'TGI chat': chatDriver(({ persona }) => `/tgi/${persona}/v1/chat/completions`, {}),
  'TGI completions': completionDriver(({ persona }) => `/tgi/${persona}/v1/completions`, {}),
  'Bedrock converse': bedrock.converse,
  'Bedrock invoke': bedrock.invoke,
}

/** Those, and the one whose answers are tasks, which go on where their client leaves. */
export const everybody: Readonly<Record<string, Client>> = { ...clients, A2A: tasks }
