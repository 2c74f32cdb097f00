import type { Exchange, SurfaceHost } from '../../http/index.ts'
import { resolveModel } from './models.ts'
import { parseTokenize } from './wire.ts'

/**
 * `POST /v1/tokenize`. No persona has a tokenizer. What comes back are the tokens that usage is estimated by, four
 * bytes each: together they are the text, and there are as many as an answer's usage would count.
 */
export async function tokenize(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const { model, text } = parseTokenize(await exchange.json())
  resolveModel(host, model ?? '')
  const strings = tokensOf(text)
  const meta = { api_version: { version: '1' } }
  exchange.sendJson(200, { tokens: strings.map(numberOf), token_strings: strings, meta })
}

/** Each token has the characters that end within its four bytes, so that no character is cut, and no token is empty. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = []
  let bytes = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    const index = (bytes - 1) >> 2
    tokens[index] = (tokens[index] ?? '') + character
  }
  return tokens
}

/** The same for the same string, always: FNV-1a, in the 31 bits that every client has room for. */
function numberOf(token: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(token)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 1
}
