import { surfaceContract } from 'dramatis/testing'
import { v1 } from '../support/drivers/cohere-v1.ts'

surfaceContract('cohere v1', { driver: v1 })
