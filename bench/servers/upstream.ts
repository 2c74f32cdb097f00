/**
 * `upstream.js PORT`: what is heard of a language model's server. Its answer is the fixture's twenty chunks, whole or
 * streamed: under `/apart` each frame is written in a turn of the event loop of its own, elsewhere all at once.
 */
import { createServer, type ServerResponse } from 'node:http'
import { type ChatBody, framesOf, streamHeaders, twentyOf } from './chat.ts'

createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body: ChatBody = JSON.parse(Buffer.concat(chunks).toString())
    if (!body.stream) answer(body, response)
    else if (request.url?.startsWith('/apart/')) streamApart(body, response)
    else streamTogether(body, response)
  })
}).listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 })

function answer(body: ChatBody, response: ServerResponse): void {
  const text = JSON.stringify(twentyOf(body))
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) })
  response.end(text)
}

function streamTogether(body: ChatBody, response: ServerResponse): void {
  response.writeHead(200, streamHeaders)
  response.end([...framesOf(body)].join(''))
}

function streamApart(body: ChatBody, response: ServerResponse): void {
  response.writeHead(200, streamHeaders)
  writeNext(framesOf(body), response)
}

function writeNext(frames: Iterator<string>, response: ServerResponse): void {
  const { done, value } = frames.next()
  if (done || response.destroyed) {
    response.end()
    return
  }
  response.write(value)
  setImmediate(writeNext, frames, response)
}
