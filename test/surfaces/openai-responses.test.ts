import { surfaceContract } from 'dramatis/testing'
import { responses } from '../support/drivers/openai-responses.ts'

surfaceContract('openai responses', { driver: responses })
