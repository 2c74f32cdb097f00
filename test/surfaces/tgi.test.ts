import { surfaceContract } from 'dramatis/testing'
import { completionDriver, generateDriver } from '../support/tgi.ts'
import { chatDriver } from '../support/tgi-chat.ts'

const streamed = (stream: boolean) => (stream ? 'generate_stream' : 'generate')
const anyModel = { anyModel: true }

surfaceContract('tgi', { driver: generateDriver(() => '/tgi', anyModel) })
surfaceContract('tgi generate', { driver: generateDriver(({ stream }) => `/tgi/${streamed(stream)}`, anyModel) })
surfaceContract('tgi invocations', { driver: generateDriver(() => '/tgi/invocations', anyModel) })
surfaceContract('tgi chat', { driver: chatDriver(() => '/tgi/v1/chat/completions', anyModel) })
surfaceContract('tgi completions', { driver: completionDriver(() => '/tgi/v1/completions', anyModel) })
surfaceContract('tgi of one persona', { driver: generateDriver(({ persona }) => `/tgi/${persona}`, {}) })
surfaceContract('tgi chat of one persona', {
  driver: chatDriver(({ persona }) => `/tgi/${persona}/v1/chat/completions`, {}),
})
