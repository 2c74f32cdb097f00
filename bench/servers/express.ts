/** `express.js PORT`: Express 5 with its JSON parser, and without what only costs it time here. */
import express from 'express'
import { type ChatBody, completionOf, framesOf, headersFor, streamHeaders } from './chat.ts'

const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use(express.json())

app.post('/openai/v1/chat/completions', (request, response) => {
  const body = request.body as ChatBody // the bench sends nothing else
  response.set(headersFor(body.model))
  if (!body.stream) {
    response.json(completionOf(body))
    return
  }
  response.set(streamHeaders)
  for (const frame of framesOf(body)) response.write(frame)
  response.end()
})

const server = app.listen(Number(process.argv[2]), '127.0.0.1')
server.keepAliveTimeout = 72_000
