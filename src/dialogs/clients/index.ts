import type { DialogClient } from './client.ts'

/** The surfaces that dialogs can be held over. A client is loaded when it is needed. */
export const clients: Readonly<Record<string, () => Promise<DialogClient>>> = {
  anthropic: async () => (await import('./anthropic.ts')).default,
  bedrock: async () => (await import('./bedrock.ts')).default,
  cohere: async () => (await import('./cohere.ts')).default,
  gemini: async () => (await import('./gemini.ts')).default,
  openai: async () => (await import('./openai.ts')).default,
  ollama: async () => (await import('./ollama.ts')).default,
  tgi: async () => (await import('./tgi.ts')).default,
}

/** Where dialogs can be held: within the process, and over every surface that there is a client for. */
export const surfaceNames: readonly string[] = ['direct', ...Object.keys(clients)]
