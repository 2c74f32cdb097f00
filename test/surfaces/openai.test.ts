import { surfaceContract } from 'dramatis/testing'
import { chat, completions } from '../support/drivers/openai.ts'

surfaceContract('openai chat', { driver: chat })
surfaceContract('openai completions', { driver: completions })
