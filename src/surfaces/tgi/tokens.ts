import { crc32 } from 'node:zlib'
import { type Exchange, type SurfaceHost, toCall } from '../../http/index.ts'
import { estimateTokens, type Message, type Part } from '../../index.ts'
import { tgiChat } from './openai.ts'
import { parseTokenize } from './wire.ts'

interface SimpleToken {
  id: number
  text: string
  /** Offsets in code points. */
  start: number
  stop: number
}

/** `POST /tokenize`. There is no vocabulary; the rule is the one by which tokens are counted here. */
export async function tokenize(exchange: Exchange): Promise<void> {
  exchange.sendJson(200, tokensOf(parseTokenize(await exchange.json()).inputs))
}

/** `POST /chat_tokenize`. There is no template either: a conversation's text is what its messages say. */
export async function tokenizeChat(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const { requests } = tgiChat(host).decode(toCall(exchange, await exchange.json()))
  const text = (requests[0]?.messages ?? []).map(textOfMessage).join('')
  exchange.sendJson(200, { tokenize_response: tokensOf(text), templated_text: text })
}

/**
 * A text in pieces of four UTF-8 bytes, as near as its characters allow: a character belongs to the piece in which it
 * ends. Together they are the text, and there are as many as `estimateTokens` says. An id is a checksum of the piece.
 */
function tokensOf(text: string): readonly SimpleToken[] {
  const tokens: SimpleToken[] = []
  let [bytes, start, stop, piece] = [0, 0, 0, '']
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (estimateTokens(bytes) > tokens.length + 1) {
      tokens.push(toToken(piece, start, stop))
      ;[start, piece] = [stop, '']
    }
    piece += character
    stop += 1
  }
  if (piece !== '') tokens.push(toToken(piece, start, stop))
  return tokens
}

function toToken(text: string, start: number, stop: number): SimpleToken {
  return { id: crc32(text) >>> 1, text, start, stop } // ids are 31 bits wide: clients read them as int32
}

function textOfMessage({ parts }: Message): string {
  return parts.map(textOfPart).join('')
}

/** What `estimateInput` counts of a part. */
function textOfPart(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text
    case 'data':
      return JSON.stringify(part.data) ?? ''
    case 'call':
      return part.call.name + (JSON.stringify(part.call.input) ?? '')
    case 'image':
    case 'audio':
    case 'file':
      return ''
  }
}
