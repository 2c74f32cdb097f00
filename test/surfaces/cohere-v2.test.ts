import { surfaceContract } from 'dramatis/testing'
import { v2 } from '../support/drivers/cohere-v2.ts'

surfaceContract('cohere v2', { driver: v2 })
