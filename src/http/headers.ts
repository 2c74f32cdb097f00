import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'

/** Header names and values in turn: the form that HTTP/1.1 writes the fastest. */
export type HeaderList = readonly string[]

/** Begins a response. A later value of the same name wins. */
export function writeHead(response: ServerResponse | Http2ServerResponse, status: number, headers: HeaderList): void {
  if (!('stream' in response)) {
    response.writeHead(status, headers as string[]) // it is not written to
    return
  }
  for (let index = 0; index < headers.length; index += 2) {
    response.setHeader(headers[index] ?? '', headers[index + 1] ?? '')
  }
  response.writeHead(status)
}
