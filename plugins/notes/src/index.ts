import { defineTool, defineToolbox } from 'dramatis'
import { changeNotes, type Note, readNotes } from './notebook.ts'

const longestNote = 4000
const mostNotes = 500

const note = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    text: { type: 'string' },
    at: { type: 'string', description: 'When it was added, in ISO 8601.' },
  },
  required: ['id', 'text', 'at'],
  additionalProperties: false,
} as const

export default defineToolbox({
  config: { type: 'object', additionalProperties: false },
  create: () => ({
    tools: [
      defineTool({
        name: 'add_note',
        title: 'Add a note',
        description: 'Keeps a note in this conversation, and tells its id.',
        input: {
          type: 'object',
          properties: {
            text: { description: 'The note.', type: 'string', pattern: '\\S', maxLength: longestNote },
          },
          required: ['text'],
          additionalProperties: false,
        },
        output: note,
        annotations: { readOnly: false, destructive: false, idempotent: false, openWorld: false },
        run: ({ text }, { memory }): Promise<Note> =>
          changeNotes(memory, (book) => {
            if (book.notes.length >= mostNotes)
              throw new Error(`There are ${mostNotes} notes already; delete one first.`)
            const added: Note = { id: book.last + 1, text: text.trim(), at: new Date().toISOString() }
            return [{ last: added.id, notes: [...book.notes, added] }, added]
          }),
      }),
      defineTool({
        name: 'list_notes',
        title: 'List notes',
        description: 'Lists the notes of this conversation, the oldest first.',
        input: {
          type: 'object',
          properties: {
            containing: { description: 'Only notes with these words in them.', type: 'string', maxLength: 200 },
          },
          additionalProperties: false,
        },
        output: {
          type: 'object',
          properties: { notes: { type: 'array', items: note } },
          required: ['notes'],
          additionalProperties: false,
        },
        annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
        run: async ({ containing = '' }, { memory }) => {
          const { notes } = await readNotes(memory)
          const wanted = containing.trim().toLowerCase()
          return { notes: notes.filter(({ text }) => text.toLowerCase().includes(wanted)) }
        },
      }),
      defineTool({
        name: 'delete_note',
        title: 'Delete a note',
        description: 'Deletes a note of this conversation. "deleted" is false where there was none with that id.',
        input: {
          type: 'object',
          properties: { id: { description: 'The id that list_notes tells.', type: 'integer', minimum: 1 } },
          required: ['id'],
          additionalProperties: false,
        },
        output: {
          type: 'object',
          properties: { deleted: { type: 'boolean' } },
          required: ['deleted'],
          additionalProperties: false,
        },
        annotations: { readOnly: false, destructive: true, idempotent: true, openWorld: false },
        run: ({ id }, { memory }): Promise<{ deleted: boolean }> =>
          changeNotes(memory, (book) => {
            const notes = book.notes.filter((kept) => kept.id !== id)
            return [{ ...book, notes }, { deleted: notes.length < book.notes.length }]
          }),
      }),
    ],
  }),
})
