import { surfaceContract } from 'dramatis/testing'
import { converse, nova, titan } from '../support/drivers/bedrock.ts'

surfaceContract('bedrock converse', { driver: converse })
surfaceContract('bedrock invoke, Nova', { driver: nova })
surfaceContract('bedrock invoke, Titan', { driver: titan })
