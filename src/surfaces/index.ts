import type { SurfaceDefinition } from '../http/surface.ts'
import a2a from './a2a/index.ts'
import anthropic from './anthropic/index.ts'
import api from './api/index.ts'
import bedrock from './bedrock/index.ts'
import cohere from './cohere/index.ts'
import gemini from './gemini/index.ts'
import health from './health/index.ts'
import mcp from './mcp/index.ts'
import metrics from './metrics/index.ts'
import ollama from './ollama/index.ts'
import openai from './openai/index.ts'
import tgi from './tgi/index.ts'
import tools from './tools/index.ts'

/** The surfaces that come with the host, by name. */
export const surfaces: Readonly<Record<string, SurfaceDefinition>> = {
  a2a,
  anthropic,
  api,
  bedrock,
  cohere,
  gemini,
  health,
  mcp,
  metrics,
  ollama,
  openai,
  tgi,
  tools,
}
