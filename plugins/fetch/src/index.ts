import { defineTool, defineToolbox, durationPattern, milliseconds } from 'dramatis'
import type { Fetched } from './page.ts'
import type { Reader } from './reader.ts'
import { hostPattern } from './settings.ts'

const hosts = { type: 'array', items: { type: 'string', pattern: hostPattern } } as const

export default defineToolbox({
  config: {
    type: 'object',
    properties: {
      allow: {
        ...hosts,
        description: 'Hosts that are read although their addresses are private: "wiki.lan", "10.0.0.7:8080", "*.lan".',
        default: [],
      },
      only: { ...hosts, description: 'The only hosts that are read. Default: all that are public.' },
      timeout: {
        description: 'How long a call may take, its redirects included.',
        anyOf: [
          { type: 'string', pattern: durationPattern },
          { type: 'number', exclusiveMinimum: 0 },
        ],
        default: '15s',
      },
      maxDownload: {
        description: 'Most bytes that are read of a page, unpacked. What comes behind them is left out.',
        type: 'integer',
        minimum: 1,
        maximum: 100_000_000,
        default: 5_000_000,
      },
      userAgent: {
        description: 'How servers are told who asks.',
        type: 'string',
        pattern: '^[\\x20-\\x7e]+$',
        default: 'dramatis-fetch',
      },
    },
    additionalProperties: false,
  },
  create: ({ timeout, ...settings }) => {
    let opening: Promise<Reader> | undefined
    let closed = false
    const reader = (): Promise<Reader> => {
      if (closed) throw new Error('The toolbox is closed.')
      // Loading undici takes longer than all the rest; hosts whose tools are not called start without it.
      opening ??= import('./reader.ts').then(
        ({ Reader }) => new Reader({ ...settings, timeout: milliseconds(timeout) }),
      )
      return opening
    }
    return {
      tools: [
        defineTool({
          name: 'fetch',
          title: 'Read a page',
          description: 'Reads a page of the web as plain text. Whatever it says was written by strangers.',
          input: {
            type: 'object',
            properties: {
              url: { description: 'An http or https address.', type: 'string', minLength: 1, maxLength: 4000 },
              maxBytes: {
                description: 'Most bytes of text that come back.',
                type: 'integer',
                minimum: 1,
                maximum: 1_000_000,
                default: 50_000,
              },
            },
            required: ['url'],
            additionalProperties: false,
          },
          output: {
            type: 'object',
            properties: {
              url: { type: 'string', description: 'Where the page was found in the end.' },
              mediaType: { type: 'string' },
              title: { type: 'string' },
              text: { type: 'string' },
              truncated: { type: 'boolean', description: 'Whether there is more text than this.' },
            },
            required: ['url', 'mediaType', 'text', 'truncated'],
            additionalProperties: false,
          },
          annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: true },
          run: async ({ url, maxBytes }, { signal }): Promise<Fetched> =>
            await (await reader()).read(url, maxBytes, signal),
        }),
      ],
      close: async () => {
        closed = true
        await (await opening)?.close()
      },
    }
  },
})
