import type { SurfaceDefinition } from '../http/surface.ts'
import api from './api/index.ts'
import ollama from './ollama/index.ts'
import openai from './openai/index.ts'

/** The surfaces that come with the host, by name. */
export const surfaces: Readonly<Record<string, SurfaceDefinition>> = { api, ollama, openai }
