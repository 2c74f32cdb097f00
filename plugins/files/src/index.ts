import { resolve } from 'node:path'
import { defineTool, defineToolbox } from 'dramatis'
import { Folder } from './folder.ts'
import { listFiles } from './list.ts'
import { readLines } from './read.ts'
import { writeText } from './write.ts'

const path = {
  description: 'Relative to the folder, with "/" between names.',
  type: 'string',
  minLength: 1,
  maxLength: 1000,
} as const

export default defineToolbox({
  config: {
    type: 'object',
    properties: {
      root: { description: 'The folder. Nothing outside of it is read or written.', type: 'string', minLength: 1 },
      writable: { description: 'Whether there is a tool that writes files.', type: 'boolean', default: false },
      hidden: {
        description: 'Whether names that start with a dot can be seen, read and written.',
        type: 'boolean',
        default: false,
      },
      maxBytes: {
        description: 'Most bytes of a file that is read or written.',
        type: 'integer',
        minimum: 1,
        maximum: 100_000_000,
        default: 1_000_000,
      },
    },
    required: ['root'],
    additionalProperties: false,
  },
  create: ({ root, writable, hidden, maxBytes }, { baseFolder }) => {
    const folder = new Folder(resolve(baseFolder, root), hidden)
    const list = defineTool({
      name: 'list_files',
      title: 'List files',
      description: 'Lists the files and folders of a folder, by name.',
      input: {
        type: 'object',
        properties: {
          path: { ...path, default: '.' },
          recursive: { description: 'Also what lies in the folders below.', type: 'boolean', default: false },
        },
        additionalProperties: false,
      },
      output: {
        type: 'object',
        properties: {
          files: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                path: { type: 'string' },
                kind: { type: 'string', enum: ['file', 'folder'] },
                bytes: { type: 'integer' },
              },
              required: ['path', 'kind'],
              additionalProperties: false,
            },
          },
          truncated: { type: 'boolean', description: 'Whether there are more than are listed.' },
        },
        required: ['files', 'truncated'],
        additionalProperties: false,
      },
      annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
      run: (given, { signal }) => listFiles(folder, given.path, given.recursive, signal),
    })
    const read = defineTool({
      name: 'read_file',
      title: 'Read a file',
      description: 'Reads a text file, or some of its lines.',
      input: {
        type: 'object',
        properties: {
          path,
          firstLine: { description: 'From which line on; 1 is the first.', type: 'integer', minimum: 1, default: 1 },
          lines: { description: 'How many lines. Default: all.', type: 'integer', minimum: 1 },
        },
        required: ['path'],
        additionalProperties: false,
      },
      output: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          text: { type: 'string' },
          firstLine: { type: 'integer' },
          totalLines: { type: 'integer' },
        },
        required: ['path', 'text', 'firstLine', 'totalLines'],
        additionalProperties: false,
      },
      annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
      run: (given) => readLines(folder, given.path, { first: given.firstLine, count: given.lines, maxBytes }),
    })
    const write = defineTool({
      name: 'write_file',
      title: 'Write a file',
      description: 'Writes a whole text file; folders on the way to it are made.',
      input: {
        type: 'object',
        properties: {
          path,
          text: { description: 'All that the file will hold.', type: 'string', maxLength: maxBytes },
          overwrite: { description: 'Whether a file that is there may be replaced.', type: 'boolean', default: false },
        },
        required: ['path', 'text'],
        additionalProperties: false,
      },
      output: {
        type: 'object',
        properties: { path: { type: 'string' }, bytes: { type: 'integer' } },
        required: ['path', 'bytes'],
        additionalProperties: false,
      },
      annotations: { readOnly: false, destructive: true, idempotent: true, openWorld: false },
      run: (given) => writeText(folder, given.path, given.text, { overwrite: given.overwrite, maxBytes }),
    })
    return { tools: writable ? [list, read, write] : [list, read] }
  },
})
