import fc from 'fast-check'
import { type FuzzedBody, fuzzedBodies } from '../bodies.ts'
import { type Tree, toText } from '../json-tree.ts'
import { fromSchema } from './from-schema.ts'
import type { Described, Operation } from './operations.ts'
import { steady } from './stage.ts'

/** One whole request. Ids that the host gave are chosen when it is sent: `known` says which. */
export interface FuzzedCall {
  readonly params: readonly Param[]
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: FuzzedBody
}

type Param = { readonly text: string } | { readonly known: number }

/** Ids that lead out of folders, and names that file systems and routers trip over. */
const traps = [
  '..',
  '../outside',
  '..%2Foutside',
  '..%2foutside.json',
  '%2e%2e%2f%2e%2e%2fother%2foutside',
  '%2e%2e',
  '..%5Coutside',
  '..%252Foutside',
  '%2Fetc%2Fpasswd',
  'outside%00.json',
  '%00',
  '%c0%ae%c0%ae%2foutside',
  '%ff',
  '%',
  '%zz',
  'CON',
  'nul.json',
  '~',
  '.',
  '*',
  '__proto__',
  'constructor',
  'x'.repeat(300),
  `${'%F0%9F%98%80'.repeat(80)}`,
  "'%20OR%20'1'%3D'1",
  '%0d%0aset-cookie:%20a=b',
  '-1',
  '9007199254740993',
]

const queries = [
  '',
  '?limit=0',
  '?limit=-1&offset=x',
  '?limit=99999999999999999999',
  '?limit=1&limit=2&offset=1',
  '?after=nothing&order=up',
  '?stream=true&starting_after=x',
  '?persona=..%2Foutside',
  '?overwrite=true',
  '?key=wrong&alt=sse',
  '?pageSize=-5&pageToken=%00&status=x&historyLength=1e9',
  '?format=utcp&%00=%ff&a[__proto__][b]=1',
  `?${'a=1&'.repeat(500)}`,
  '?last_event_id=%F0%9F%98%80.5',
]

const headerSets: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': ';;;' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'deflate, nothing' },
  { accept: 'text/event-stream' },
  { accept: 'image/*;q=x' },
  { 'if-match': '"none"' },
  { 'if-match': '*' },
  { 'if-none-match': '*, "a' },
  { 'last-event-id': '5' },
  { 'last-event-id': 'no-such-key.99999999999999999' },
  { 'a2a-version': '1.0' },
  { 'a2a-version': '0.3' },
  { 'a2a-version': '99' },
  { 'mcp-session-id': 'none', 'mcp-protocol-version': '1999-01-01' },
  { 'x-conversation-id': 'c1' },
  { 'x-conversation-id': 'x'.repeat(400) },
  { 'anthropic-version': 'x', 'anthropic-beta': 'files-api-2025-04-14' },
  { origin: 'https://elsewhere.example' },
  { host: 'elsewhere.example' },
  { range: 'bytes=0-1' },
  { expect: '100-continue' },
  { traceparent: '00-x' },
  { 'x-request-id': 'a'.repeat(500) },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'ftp' },
]

/** Node refuses a shorter one than 27 characters. */
const boundary = 'boundary-of-thirty-characters-'

const form = (name: string, text: string): string =>
  `--${boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nassistants\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${text}\r\n--${boundary}--\r\n`

const forms = [
  form('made.json', '{"name":"Uploaded","solvers":["failure"]}'),
  form('../outside.json', '{"name":"Uploaded","solvers":["failure"]}'),
  form('made.yaml', 'name: &a Uploaded\nsolvers: [failure]\n'),
  form(
    'made.yaml',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replace(/./g, (key) => `${key}: &${key} [${`*${String.fromCharCode(key.charCodeAt(0) - 1)},`.repeat(9)}x]\n`)}`,
  ),
  form('made.exe', '\0\0'),
  form('', ''),
  `--${boundary}\r\n\r\n`,
]

/** Requests for one operation: right ones, and ones that are wrong somewhere or everywhere. */
export function callsFor(operation: Operation, { schemas }: Described): fc.Arbitrary<FuzzedCall> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return fc
    .record({
      params: fc.tuple(...names.map((name) => paramOf(operation, name))),
      query: sometimes('', fc.constantFrom(...queries)),
      headers: sometimes({}, fc.constantFrom(...headerSets)),
      body: bodiesOf(operation, schemas),
    })
    .map(({ headers, body, ...rest }) => ({ ...rest, body, headers: headersFor(body, headers) }))
}

function sometimes<Value>(mostly: Value, otherwise: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(mostly) }, { weight: 1, arbitrary: otherwise })
}

/** The persona that is there all the time is not changed: most operations need it. */
function paramOf({ method, path }: Operation, name: string): fc.Arbitrary<Param> {
  const changes = path.startsWith('/api/v1/personas/') && method !== 'GET'
  const usual = changes
    ? ['other', 'made', 'uploaded']
    : /persona|tenant/.test(name) || path.includes('model')
      ? [steady, 'Fuzzed']
      : [steady, 't1', 'c1', 'chat', 'nothing']
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...usual).map((text) => ({ text })) },
    { weight: changes ? 0 : 3, arbitrary: fc.nat({ max: 999 }).map((known) => ({ known })) },
    { weight: 3, arbitrary: fc.constantFrom(...traps).map((text) => ({ text })) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => ({ text: encodeURIComponent(text) })),
    },
  )
}

function bodiesOf(
  { method, path, request, samples }: Operation,
  schemas: Described['schemas'],
): fc.Arbitrary<FuzzedBody> {
  const none = fc.constant<FuzzedBody>({ bytes: Buffer.alloc(0), origin: 'no body' })
  if (method === 'GET' || method === 'DELETE') return none
  const valid: readonly Tree[] = samples.length > 0 ? samples : [{}]
  const allowed = fromSchema(request, schemas).map((tree) => ({
    bytes: Buffer.from(toText(tree)),
    origin: 'as its schema allows',
  }))
  const right = fc.constantFrom(...valid).map((tree) => ({ bytes: Buffer.from(toText(tree)), origin: 'a sample' }))
  const sent = fc.constantFrom(...forms).map((text) => ({ bytes: Buffer.from(text), origin: 'a form' }))
  return fc.oneof(
    { weight: request === undefined ? 0 : 3, arbitrary: allowed },
    { weight: samples.length > 0 ? 3 : 0, arbitrary: right },
    {
      weight: 4,
      arbitrary: fuzzedBodies(
        valid.some((tree) => typeof tree === 'object' && tree !== null && Object.keys(tree).length > 0)
          ? valid
          : [{ a: 1 }],
      ),
    },
    { weight: /upload$|files$/.test(path) ? 8 : 0, arbitrary: sent },
    { weight: 1, arbitrary: none },
  )
}

function headersFor({ origin }: FuzzedBody, headers: FuzzedCall['headers']): FuzzedCall['headers'] {
  const type = origin === 'a form' ? `multipart/form-data; boundary=${boundary}` : 'application/json'
  return { 'content-type': type, ...headers }
}
