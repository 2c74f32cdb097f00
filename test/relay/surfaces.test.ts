import { createSolver, type SurfaceDriver, surfaceContract } from 'dramatis/testing'
import openai from 'dramatis-solver-openai'
import * as anthropic from '../support/drivers/anthropic.ts'
import * as bedrock from '../support/drivers/bedrock.ts'
import * as cohere1 from '../support/drivers/cohere-v1.ts'
import * as cohere2 from '../support/drivers/cohere-v2.ts'
import * as gemini from '../support/drivers/gemini.ts'
import * as ollama from '../support/drivers/ollama.ts'
import * as openaiChat from '../support/drivers/openai.ts'
import * as openaiResponses from '../support/drivers/openai-responses.ts'
import { generateDriver } from '../support/tgi.ts'
import { chatDriver } from '../support/tgi-chat.ts'

const surfaces: Readonly<Record<string, SurfaceDriver>> = {
  'openai chat': openaiChat.chat,
  'openai completions': openaiChat.completions,
  'openai responses': openaiResponses.responses,
  'ollama chat': ollama.chat,
  'ollama generate': ollama.generate,
  'anthropic messages': anthropic.messages('/anthropic/v1/messages'),
  gemini: gemini.serverSentEvents,
  'cohere v1': cohere1.v1,
  'cohere v2': cohere2.v2,
  tgi: generateDriver(() => '/tgi', { anyModel: true }),
  'tgi chat': chatDriver(() => '/tgi/v1/chat/completions', { anyModel: true }),
  'bedrock converse': bedrock.converse,
  'bedrock invoke, Nova': bedrock.nova,
  'bedrock invoke, Titan': bedrock.titan,
}

/** OpenAI's newer endpoint knows no stop sequences: the host itself applies them. */
const byResponses = ['openai responses', 'anthropic messages', 'ollama chat']

for (const [name, driver] of Object.entries(surfaces)) {
  relayContract(name, driver, 'chat')
  if (byResponses.includes(name)) {
    relayContract(name, { ...driver, carries: { ...driver.carries, sampling: false } }, 'responses')
  }
}

function relayContract(name: string, driver: SurfaceDriver, api: 'chat' | 'responses'): void {
  surfaceContract(`${name}, from an upstream by ${api},`, {
    driver,
    relay: (url) => createSolver(openai, { baseUrl: `${url}/openai/v1`, apiKey: 'none', model: 'Scripted', api }),
  })
}
