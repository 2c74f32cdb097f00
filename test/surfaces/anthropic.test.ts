import { surfaceContract } from 'dramatis/testing'
import { messages } from '../support/drivers/anthropic.ts'

surfaceContract('anthropic messages', { driver: messages('/anthropic/v1/messages') })
surfaceContract('anthropic messages of Ollama', { driver: messages('/ollama/v1/messages') })
