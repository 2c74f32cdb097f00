import { surfaceContract } from 'dramatis/testing'
import { jsonArray, serverSentEvents } from '../support/drivers/gemini.ts'

surfaceContract('gemini server-sent events', { driver: serverSentEvents })
surfaceContract('gemini JSON array', { driver: jsonArray })
