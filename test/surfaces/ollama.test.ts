import { surfaceContract } from 'dramatis/testing'
import { chat, generate } from '../support/drivers/ollama.ts'

surfaceContract('ollama chat', { driver: chat })
surfaceContract('ollama generate', { driver: generate })
