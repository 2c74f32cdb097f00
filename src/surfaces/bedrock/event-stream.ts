import { crc32 } from 'node:zlib'

export const contentType = 'application/vnd.amazon.eventstream'

/** Makes one binary message of a line of JSON. */
export type MessageEncoder = (json: string) => Uint8Array

/** An event of a stream. */
export function eventEncoder(type: string): MessageEncoder {
  return messageEncoder({ ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' })
}

/** What a stream breaks off with. */
export function exceptionEncoder(type: string): MessageEncoder {
  return messageEncoder({ ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' })
}

const preludeLength = 8
const checksumLength = 4

/**
 * Messages are lengths, headers and a body, each half with its checksum. Their headers are encoded once and the
 * checksums are zlib's: with the codec of the vendor's SDK, a message takes more than ten times as long.
 */
function messageEncoder(names: Readonly<Record<string, string>>): MessageEncoder {
  const headers = Buffer.concat(Object.entries(names).map(([name, value]) => encodeHeader(name, value)))
  const bodyStart = preludeLength + checksumLength + headers.length
  return (json) => {
    const length = bodyStart + Buffer.byteLength(json) + checksumLength
    const message = Buffer.allocUnsafe(length)
    message.writeUInt32BE(length, 0)
    message.writeUInt32BE(headers.length, 4)
    message.writeUInt32BE(crc32(message.subarray(0, preludeLength)), preludeLength)
    message.set(headers, preludeLength + checksumLength)
    message.write(json, bodyStart)
    message.writeUInt32BE(crc32(message.subarray(0, length - checksumLength)), length - checksumLength)
    return message
  }
}

/** The tag of a header whose value is a string. */
const stringTag = 7

function encodeHeader(name: string, value: string): Buffer {
  const size = Buffer.alloc(2)
  size.writeUInt16BE(Buffer.byteLength(value))
  return Buffer.concat([
    Buffer.of(Buffer.byteLength(name)),
    Buffer.from(name),
    Buffer.of(stringTag),
    size,
    Buffer.from(value),
  ])
}
