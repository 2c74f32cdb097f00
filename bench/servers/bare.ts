/** `bare.js PORT [each]`: node:http with nothing around it. With `each`, a stream has one write a frame, not one in all. */
import { createServer, type ServerResponse } from 'node:http'
import { type ChatBody, completionOf, framesOf, headersFor, streamHeaders } from './chat.ts'

const [port, writing] = process.argv.slice(2)

createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => answer(JSON.parse(Buffer.concat(chunks).toString()), response))
}).listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 })

function answer(body: ChatBody, response: ServerResponse): void {
  if (body.stream) {
    stream(body, response)
    return
  }
  const text = JSON.stringify(completionOf(body))
  response.writeHead(200, {
    ...headersFor(body.model),
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  })
  response.end(text)
}

function stream(body: ChatBody, response: ServerResponse): void {
  response.writeHead(200, { ...headersFor(body.model), ...streamHeaders })
  if (writing === 'each') {
    for (const frame of framesOf(body)) response.write(frame)
  } else {
    let text = ''
    for (const frame of framesOf(body)) text += frame
    response.write(text)
  }
  response.end()
}
