import { expect } from 'chai'
import type { Message } from 'dramatis'
import type OpenAI from 'openai'
import { describeSdks, thrownBy } from '../support/openai.ts'
import { openStage, postChat } from '../support/stage.ts'

type Thrown = InstanceType<typeof OpenAI.APIError>

const spoken = (messages: readonly Message[] | undefined): string[] =>
  (messages ?? []).map(({ role, parts }) => `${role}: ${parts.map((part) => ('text' in part ? part.text : part.type))}`)

describeSdks(
  'conversations',
  (sdk) => {
    const ask = (input: string, conversation: string) =>
      sdk.client.responses.create({ model: 'Scripted', input, conversation })
    const texts = async (id: string): Promise<string[]> => {
      const items: string[] = []
      for await (const item of sdk.client.conversations.items.list(id, { order: 'asc', limit: 2 })) {
        if (item.type !== 'message') items.push(item.type)
        else for (const part of item.content) if ('text' in part) items.push(`${item.role}: ${part.text}`)
      }
      return items
    }

    it('are made, read, changed and deleted', async () => {
      const { conversations } = sdk.client
      const made = await conversations.create({ metadata: { topic: 'owls' } })
      expect(made.id).to.match(/^conv_[0-9a-f]{32}$/)
      expect(made).to.deep.include({ object: 'conversation', metadata: { topic: 'owls' } })
      expect(await conversations.retrieve(made.id)).to.deep.equal(made)
      expect(await conversations.update(made.id, { metadata: { topic: 'bats' } })).to.deep.equal({
        ...made,
        metadata: { topic: 'bats' },
      })
      expect(await conversations.delete(made.id)).to.deep.equal({
        id: made.id,
        object: 'conversation.deleted',
        deleted: true,
      })
      const thrown = (await thrownBy(conversations.retrieve(made.id))) as Thrown
      expect([thrown.status, thrown.message]).to.deep.equal([404, `404 Conversation with id '${made.id}' not found.`])
    })

    it('go on from their items, and take up what a response brings', async () => {
      const { id } = await sdk.client.conversations.create({
        items: [{ type: 'message', role: 'user', content: 'I keep owls.' }],
      })
      await ask('plain', id)
      await ask('words', id)
      expect(spoken(sdk.stage.requests.at(-1)?.messages)).to.deep.equal([
        'user: I keep owls.',
        'user: plain',
        'assistant: One. Two. Three.',
        'user: words',
      ])
      expect(await texts(id)).to.deep.equal([
        'user: I keep owls.',
        'user: plain',
        'assistant: One. Two. Three.',
        'user: words',
        'assistant: One two three',
      ])
    })

    it('keep nothing of a response that fails', async () => {
      const { id } = await sdk.client.conversations.create()
      await thrownBy(ask('early failure', id))
      await thrownBy(ask('late failure', id))
      expect(await texts(id)).to.deep.equal([])
    })

    it('have items that are added, read and deleted', async () => {
      const { items } = sdk.client.conversations
      const { id } = await sdk.client.conversations.create()
      const added = await items.create(id, {
        items: [
          { type: 'message', role: 'user', content: 'one' },
          { type: 'message', role: 'assistant', content: 'two' },
        ],
      })
      const [first, second] = added.data
      expect([added.object, added.first_id, added.last_id]).to.deep.equal(['list', first?.id, second?.id])
      expect(await items.retrieve(added.first_id, { conversation_id: id })).to.deep.equal(first)
      expect((await items.delete(added.first_id, { conversation_id: id })).id).to.equal(id)
      const thrown = (await thrownBy(items.retrieve(added.first_id, { conversation_id: id }))) as Thrown
      expect(thrown.status).to.equal(404)
      await ask('plain', id)
      expect(spoken(sdk.stage.requests.at(-1)?.messages)).to.deep.equal(['assistant: two', 'user: plain'])
    })

    it('forget a deleted item at the persona too', async () => {
      const { id } = await sdk.client.conversations.create()
      await ask('plain', id)
      const { data } = await sdk.client.conversations.items.list(id, { order: 'asc' })
      await sdk.client.conversations.items.delete(data[0]?.id ?? '', { conversation_id: id })
      expect((await fetch(`${sdk.stage.url}/api/v1/conversations/${id}`)).status).to.equal(404)
      await ask('words', id)
      expect(spoken(sdk.stage.requests.at(-1)?.messages)).to.deep.equal(['assistant: One. Two. Three.', 'user: words'])
    })

    it('are one with what is said under their id on other surfaces', async () => {
      const { id } = await sdk.client.conversations.create()
      await ask('plain', id)
      await postChat(sdk.stage.url, 'words', { model: 'Scripted' }, { headers: { 'x-conversation-id': id } })
      const both = ['user: plain', 'assistant: One. Two. Three.', 'user: words', 'assistant: One two three']
      expect(spoken(sdk.stage.requests.at(-1)?.messages)).to.deep.equal(both.slice(0, 3))
      expect(await texts(id)).to.deep.equal(both)
      await ask('plain', id)
      expect(spoken(sdk.stage.requests.at(-1)?.messages)).to.deep.equal([...both, 'user: plain'])
      expect(await texts(id)).to.have.lengthOf(6)
      await sdk.client.conversations.delete(id)
      expect((await fetch(`${sdk.stage.url}/api/v1/conversations/${id}`)).status).to.equal(404)
    })

    it('can be asked about with what the client has written wrong', async () => {
      const { id } = await sdk.client.conversations.create()
      const { conversations, responses } = sdk.client
      const wrong: [string, () => Promise<unknown>, number, RegExp][] = [
        ['unknown', () => ask('plain', 'conv_unknown'), 404, /conv_unknown/],
        ['unknown list', () => conversations.items.create('conv_x', { items: [] }), 404, /conv_x/],
        [
          'two pasts',
          () => responses.create({ input: 'x', conversation: id, previous_response_id: 'resp_x' }),
          400,
          /both/,
        ],
        [
          'a role',
          () => conversations.items.create(id, { items: [{ role: 'owl', content: 'x' }] as never }),
          400,
          /role/,
        ],
        [
          'a reference',
          () => conversations.items.create(id, { items: [{ type: 'item_reference', id: 'x' }] as never }),
          400,
          /reference/,
        ],
        ['metadata', () => conversations.update(id, { metadata: { a: 1 } as never }), 400, /a/],
        ['a limit', () => conversations.items.list(id, { limit: 1000 }), 400, /limit/],
      ]
      for (const [what, run, status, told] of wrong) {
        const thrown = (await thrownBy(run())) as Thrown
        expect([what, thrown.status]).to.deep.equal([what, status])
        expect(thrown.message).to.match(told)
      }
      expect(await texts(id)).to.deep.equal([])
    })
  },
  () => openStage({ settings: { state: 'memory:' } }),
)
