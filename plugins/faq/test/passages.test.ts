import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import faq from 'dramatis-solver-faq'
import { inFolder } from './folder.ts'

const guide = fileURLToPath(new URL('fixtures/guide', import.meta.url))

async function ask(question: string, config: object, folder = guide) {
  const solver = await createSolver(faq, config, folder)
  const { text, confidence, events } = await settle(solver.solve(chatRequest(question), testContext()))
  return { text, confidence, title: events.flatMap((event) => (event.type === 'source' ? event.source.title : []))[0] }
}

describe('faq, over documents', () => {
  const table: [question: string, title: string | undefined, words: string][] = [
    ['who won the election', undefined, ''],
    ['how do I get to the moon', undefined, ''],
    ['what if I am on holiday', 'care.md > Plant care > Watering > Holidays', 'bathtub'],
    ['when should I water, is the soil dry?', 'care.md > Plant care > Watering', 'saucer'],
    ['does full sun burn leaves', 'care.md > Plant care > Light and shade', 'noon'],
    ['gnats in the soil', 'care.md > Plant care > Pests', 'moisture --pot 3'],
    ['mealybugs', 'care.md > Plant care > Mealybugs', 'alcohol'],
    ['who founded Fern & Kettle?', 'history.txt', 'Ada Quill'],
    ['why did you move to Mill Lane', 'history.txt', 'The move to Mill Lane\n\nThe shop moved'],
    ['the fire in the greenhouse', 'history.txt', 'Customers paid'],
  ]
  for (const [question, title, words] of table) {
    it(`${question} is answered from ${title ?? 'nowhere'}`, async () => {
      const found = await ask(question, { files: '.' })
      expect(found.title).to.equal(title)
      expect(found.text).to.contain(words)
    })
  }

  it('reads Markdown as it is written by hand', async () => {
    const lines = [
      '---',
      'title: Kettles',
      '---',
      '',
      'An overture about spouts.',
      '',
      'Copper',
      '======',
      'A copper one shines.',
    ]
    lines.push(
      '',
      '`Tin` and *zinc* #',
      '-----------------',
      '',
      'A tin one rattles.',
      '',
      '---',
      '',
      'After the rule: lids.',
    )
    const questions: [question: string, title: string, text: string][] = [
      ['overture spouts', 'kettles.markdown', 'An overture about spouts.'],
      ['copper shines', 'kettles.markdown > Copper', 'A copper one shines.'],
      ['tin rattles', 'kettles.markdown > Copper > Tin and zinc', 'A tin one rattles.\n\n---\n\nAfter the rule: lids.'],
    ]
    for (const end of ['\n', '\r\n']) {
      await inFolder({ 'kettles.markdown': lines.join(end) }, async (folder) => {
        for (const [question, title, text] of questions) {
          expect(await ask(question, { files: 'kettles.markdown' }, folder)).to.include({ title, text })
        }
      })
    }
  })

  it('is surer when more of the question is covered, and never certain', async () => {
    const confidence = async (question: string) => (await ask(question, { files: '.', floor: 0 })).confidence ?? 0
    const covered = await confidence('repeat alcohol mealybugs')
    expect(covered).to.be.within(0.6, 0.98)
    expect(await confidence('repeat alcohol mealybugs in your wine cellar tomorrow')).to.be.lessThan(covered - 0.2)
    expect(await confidence('Plant care')).to.be.lessThan(1)
  })

  it('prefers the passage that is about the word to one that mentions it', async () => {
    const [mention, subject] = [
      'On the way he saw a kettle beside a gate, a tram, a barrow and a fern.',
      'This kettle sings.',
    ]
    for (const text of [`${mention}\n\n${subject}`, `${subject}\n\n${mention}`]) {
      await inFolder({ 'a.txt': text }, async (folder) => {
        expect((await ask('kettle', { files: 'a.txt' }, folder)).text).to.equal(subject)
      })
    }
  })

  it('prefers a pair that fits to a passage that fits', async () => {
    const entries = [{ question: 'What about mealybugs?', answer: 'Call us.' }]
    expect((await ask('mealybugs', { entries, files: 'care.md' })).text).to.equal('Call us.')
  })

  it('keeps passages short, whole by paragraph, sentence or word, and loses nothing', async () => {
    const sentence = 'The kettle sings when it boils. '
    const shapes = {
      paragraphs: `${sentence.repeat(10)}\n\n`.repeat(20),
      sentences: sentence.repeat(200),
      words: 'kettle '.repeat(900),
      letters: `kettle ${'x'.repeat(5000)}`,
      surrogates: `kettle ${'\u{1F600}'.repeat(3001)}`,
    }
    for (const [shape, text] of Object.entries(shapes)) {
      await inFolder({ 'a.md': `# Kettle\n\n${text}` }, async (folder) => {
        const found = await ask('kettle', { files: 'a.md' }, folder)
        expect(found.text.length, shape).to.be.within(400, 1200)
        expect(found.text, shape).to.not.match(/\p{Surrogate}/u)
        if (shape === 'paragraphs' || shape === 'sentences') expect(found.text, shape).to.match(/boils\.$/)
      })
    }
  })
})
