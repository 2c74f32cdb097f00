import { messageOf, RuntimeError } from '../core/errors.ts'
import { isToolResult, type ToolResult } from '../core/tool-result.ts'
import type { ToolAnswer } from '../core/toolset.ts'
import type { Json, Part } from '../core/types.ts'
import type { ReadyTool } from './prepare.ts'
import { inSentences } from './problems.ts'
import { count, shorten, shortenText } from './shorten.ts'

/** Media are no words that somebody has to read: they may be so many times larger. */
const mediaAllowance = 32

/**
 * What a tool returned, as whoever called will see it: text and JSON are derived of a plain value, and nothing is
 * larger than it may be.
 * @throws RuntimeError `plugin-failed` for what JSON cannot hold, or what breaks the output schema
 */
export async function readOutput(ready: ReadyTool, returned: unknown): Promise<ToolAnswer> {
  const limit = ready.rules.maxResultBytes
  if (isToolResult(returned)) return await readParts(ready, returned, limit)
  if (returned instanceof Uint8Array) {
    return readParts(ready, { parts: [{ type: 'file', mediaType: 'application/octet-stream', data: returned }] }, limit)
  }
  if (typeof returned === 'string' && !ready.checkOutput) {
    const text = shortenText(returned, limit)
    return { parts: [{ type: 'text', text }], ...tell(text === returned, Buffer.byteLength(returned), limit) }
  }
  const { text, structured, shortened } = await readJson(ready, returned, limit)
  const shown = typeof structured === 'string' ? structured : text
  return { parts: [{ type: 'text', text: shown }], structured, ...(shortened === undefined ? {} : { shortened }) }
}

async function readParts(
  ready: ReadyTool,
  { parts: given, structured }: Pick<ToolResult, 'parts'> & { structured?: Json | undefined },
  limit: number,
): Promise<ToolAnswer> {
  const parts = shortenParts(given, limit)
  const cut = parts.every((part, index) => part === given[index]) ? {} : { shortened: `Parts of it are shortened.` }
  if (structured === undefined && !ready.checkOutput) return { parts, ...cut }
  const { text: _, ...json } = await readJson(ready, structured, limit)
  return { parts, ...cut, ...json }
}

interface ReadJson {
  text: string
  structured: Json
  shortened?: string
}

/** JSON as it will arrive: nothing is `null`, a date is a string. */
async function readJson(ready: ReadyTool, value: unknown, limit: number): Promise<ReadJson> {
  const text = toJson(ready, value)
  const json: Json = JSON.parse(text)
  const problems = ready.checkOutput ? await ready.checkOutput(json) : []
  if (problems.length > 0) throw broken(ready, `broke its own output schema: ${inSentences(problems)}`)
  const size = text.length > limit ? text.length : Buffer.byteLength(text)
  if (size <= limit) return { text, structured: json }
  const short = await fitting(ready, json, limit)
  return { text: JSON.stringify(short), structured: short, ...tell(false, size, limit) }
}

/** Notes among the values would break most schemas: where they do, the values alone are sent. */
async function fitting(ready: ReadyTool, json: Json, limit: number): Promise<Json> {
  const noted = shorten(json, limit)
  if (!ready.checkOutput || (await ready.checkOutput(noted)).length === 0) return noted
  const plain = shorten(json, limit, false)
  if ((await ready.checkOutput(plain)).length === 0) return plain
  const what = `returned more than ${count(limit)} bytes, and what is left when it is shortened breaks its output schema`
  throw broken(ready, `${what}; ask it for less, or raise "maxResultBytes".`)
}

function toJson(ready: ReadyTool, value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    throw broken(ready, `returned what JSON cannot hold: ${messageOf(error)}.`, error)
  }
}

function broken({ name, toolbox }: ReadyTool, what: string, cause?: unknown): RuntimeError {
  return new RuntimeError('plugin-failed', `The tool "${name}" of the toolbox "${toolbox}" ${what}`, { cause })
}

function tell(isWhole: boolean, size: number, limit: number): { shortened?: string } {
  if (isWhole) return {}
  return { shortened: `The result had ${count(size)} bytes, and is shortened to the limit of ${count(limit)}.` }
}

/** Texts share what there is room for, in their order; media that do not fit are named in their place. */
function shortenParts(parts: readonly Part[], limit: number): readonly Part[] {
  let room = limit
  let mediaRoom = limit * mediaAllowance
  const shortened: Part[] = []
  for (const part of parts) {
    switch (part.type) {
      case 'text':
      case 'reasoning': {
        const text = shortenText(part.text, room)
        room = Math.max(40, room - Buffer.byteLength(text))
        shortened.push(text === part.text ? part : { ...part, text })
        break
      }
      case 'image':
      case 'audio':
      case 'file': {
        const size = part.data instanceof URL ? 0 : part.data.byteLength
        const fits = size <= mediaRoom
        if (fits) mediaRoom -= size
        shortened.push(fits ? part : { type: 'text', text: leftOut(part.mediaType, part.name, size) })
        break
      }
      case 'data':
      case 'call':
        shortened.push(part)
    }
  }
  return shortened
}

function leftOut(mediaType: string, name: string | undefined, size: number): string {
  const named = name === undefined ? '' : ` "${name}"`
  return `[${mediaType}${named} of ${count(size)} bytes is left out: it is too large.]`
}
