import { expect } from 'chai'
import { CohereClient } from 'cohere-ai'
import { scripts } from '../support/cohere.ts'
import { openStage, type Stage } from '../support/stage.ts'

describe('cohere generations', () => {
  let stage: Stage
  let client: CohereClient
  before(async () => {
    stage = await openStage({ scripts })
    client = new CohereClient({ token: 'none', environment: `${stage.url}/cohere` })
  })
  after(() => stage.close())

  const send = async (body: object) => {
    const response = await fetch(`${stage.url}/cohere/v1/generate`, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as { message?: string } }
  }

  const refusals: Record<string, object> = {
    'no prompt': {},
    'an empty prompt': { prompt: '' },
    'too many generations': { prompt: 'plain', num_generations: 6 },
    likelihoods: { prompt: 'plain', return_likelihoods: 'ALL' },
    'a preset': { prompt: 'plain', preset: 'mine' },
  }
  for (const [name, body] of Object.entries(refusals)) {
    it(`refuse ${name}`, async () => {
      const answered = await send(body)
      expect(answered.status).to.equal(400)
      expect(answered.body.message).to.be.a('string')
    })
  }

  it('have a text, a prompt, ids and usage', async () => {
    const { id, prompt, generations, meta } = await client.generate({ prompt: 'plain' })
    expect(id).to.match(/^[0-9a-f-]{36}$/)
    expect(prompt).to.equal('plain')
    expect(generations.map(({ text }) => text)).to.deep.equal(['One. Two. Three.'])
    expect(meta?.billedUnits).to.deep.include({ inputTokens: 2, outputTokens: 4 })
  })

  it('are several where several are wanted', async () => {
    const { generations, meta } = await client.generate({ prompt: 'plain', numGenerations: 3 })
    expect(generations.map(({ index, text }) => [index, text])).to.deep.equal([
      [0, 'One. Two. Three.'],
      [1, 'One. Two. Three.'],
      [2, 'One. Two. Three.'],
    ])
    expect(meta?.billedUnits).to.deep.include({ outputTokens: 12 })
  })

  it('stop where the client says', async () => {
    const { generations } = await client.generate({ prompt: 'plain', endSequences: ['Three'] })
    expect(generations[0]?.text).to.equal('One. Two. ')
  })

  for (const numGenerations of [1, 2]) {
    it(`stream the same, ${numGenerations} at a time`, async () => {
      const texts = Array.from({ length: numGenerations }, () => '')
      let last: unknown
      for await (const event of await client.generateStream({ prompt: 'plain', numGenerations })) {
        last = event
        if (event.eventType === 'text-generation') texts[event.index ?? 0] += event.text
      }
      expect(texts).to.deep.equal(texts.map(() => 'One. Two. Three.'))
      expect(last).to.deep.include({ eventType: 'stream-end', isFinished: true, finishReason: 'COMPLETE' })
      const { response } = last as { response: { prompt: string; generations: { text: string }[] } } // as above
      expect(response.prompt).to.equal('plain')
      expect(response.generations.map(({ text }) => text)).to.deep.equal(texts)
    })
  }
})
