import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { chatRequest, createSolver, settle, silentLog, solverContract, testContext } from 'dramatis/testing'
import faq from 'dramatis-solver-faq'
import { inFolder } from './folder.ts'

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

solverContract('faq', faq, {
  config: { files: 'shop/faq.yaml' },
  baseFolder: fixtures,
  answers: { 'What are your opening hours?': 'Mill Lane', 'how do i cancle my order': 'leaves the warehouse' },
  declines: ['', 'What is the capital of France?', '!!!'],
})

const hours = { question: ['What are your opening hours?', 'When are you open?'], answer: 'From 10 to 18.' }
const tea = { question: 'Is the tea organic?', answer: 'All of it.' }

async function ask(question: string, config: object, lang = 'en') {
  const solver = await createSolver(faq, config, fixtures)
  return settle(solver.solve(chatRequest(question), testContext({ lang })))
}

const nobody = (): never => {
  throw new Error('Nobody is asked.')
}

describe('faq', () => {
  it('wants something to answer from', async () => {
    let message = ''
    await createSolver(faq, {}).catch((error: Error) => {
      message = error.message
    })
    expect(message).to.contain('"entries" or "files"')
  })

  it('answers without waiting', async () => {
    const solver = await createSolver(faq, { entries: [hours] })
    expect(solver.solve(chatRequest('opening hours'), testContext())).to.include({ text: 'From 10 to 18.' })
    expect(solver.solve(chatRequest('who are you'), testContext())).to.equal(undefined)
  })

  describe('is as sure as the question is like the entry', () => {
    const confidences: [question: string, least: number, most: number][] = [
      ['What are your opening hours?', 1, 1],
      ['what ARE your opening hours', 1, 1],
      ['when are you open', 1, 1],
      ['hours of opening', 0.85, 0.98],
      ['opening hours of the shop', 0.5, 0.9],
      ['opning hours', 0.7, 0.95],
      ['what are your hobbies', 0, 0.2],
      ['what are you', 0, 0.2],
    ]
    for (const [question, least, most] of confidences) {
      it(`${question} (${least} to ${most})`, async () => {
        const { confidence } = await ask(question, { entries: [hours, tea], floor: 0 })
        expect(confidence ?? 0).to.be.within(least, most)
      })
    }
  })

  it('is never certain of the same words in another order', async () => {
    const entries = [{ question: 'From Rome to Oslo?', answer: 'By train.' }]
    const { text, confidence } = await ask('from Oslo to Rome', { entries })
    expect(text).to.equal('By train.')
    expect(confidence).to.be.within(0.9, 0.99)
  })

  it('is less sure of a word that many entries share', async () => {
    const plants = ['fern', 'ivy', 'monstera', 'calathea', 'lily', 'cactus', 'palm', 'orchid']
    const entries = plants.map((plant) => ({ question: `How do I repot the plant ${plant}?`, answer: plant }))
    const sure = async (question: string) => (await ask(question, { entries, floor: 0 })).confidence ?? 0
    expect(await sure('is a cactus difficult')).to.be.greaterThan((await sure('is a plant difficult')) + 0.1)
    expect(await sure('which plant is the state symbol of Texas')).to.be.lessThan(0.2)
  })

  it('declines below its floor', async () => {
    expect((await ask('shop hours', { entries: [hours], floor: 0.9 })).text).to.equal('')
    expect((await ask('shop hours', { entries: [hours], floor: 0.2 })).text).to.equal('From 10 to 18.')
  })

  it('answers in the language of its entries only, where that is set', async () => {
    expect((await ask('opening hours', { entries: [hours], lang: 'en' }, 'en-GB')).text).to.equal('From 10 to 18.')
    expect((await ask('opening hours', { entries: [hours], lang: 'en' }, 'de')).text).to.equal('')
    expect((await ask('opening hours', { entries: [hours] }, 'de')).text).to.equal('From 10 to 18.')
  })

  it('names the file that an answer is from, and no source for entries of the persona', async () => {
    const config = { entries: [hours], files: 'shop/faq.yaml' }
    const title = async (question: string) => {
      const { events } = await ask(question, config)
      return events.flatMap((event) => (event.type === 'source' ? event.source.title : []))
    }
    expect(await title('Is your tea organic?')).to.deep.equal(['shop/faq.yaml'])
    expect(await title('When are you open?')).to.deep.equal([])
  })

  it('uses the first of two answers to one question, and says so', async () => {
    const warnings: object[] = []
    const log = { ...silentLog, warn: (details: object) => void warnings.push(details) }
    const config = { entries: [hours, { ...hours, answer: 'From 9.' }, hours], floor: 0.35 }
    const solver = await faq.create(config as never, { baseFolder: fixtures, log, askPersona: nobody }) // settings are checked elsewhere
    expect(solver.solve(chatRequest('when are you open'), testContext())).to.include({ text: 'From 10 to 18.' })
    expect(warnings).to.have.lengthOf(2)
    expect(warnings[0]).to.include({ question: 'what are your opening hours' })
  })

  it('reads no more than the beginning of a long question', async () => {
    const { text } = await ask(`opening hours ${'blah '.repeat(1000)}`, { entries: [hours] })
    expect(text).to.equal('From 10 to 18.')
    const words = Array.from({ length: 64 }, (_, index) => `w${index}`).join(' ')
    expect((await ask(`${words} opening hours`, { entries: [hours], floor: 0 })).text).to.equal('')
    expect((await ask(`${'blah '.repeat(1000)} opening hours`, { entries: [hours] })).text).to.equal('')
  })

  it('reads every format alike', async () => {
    const files = {
      'list.json': JSON.stringify([hours]),
      'object.json': '{ "When are you open?": "From 10 to 18." }',
      'list.yaml': '- question: When are you open?\n  answer: |\n    From 10 to 18.\n',
      'object.yml': 'When are you open?: From 10 to 18.\n',
      'header.csv': '\uFEFFid,Answer,Question\r\n1,"From 10\nto 18.",When are you open?\r\n',
      'bare.csv': 'When are you open?,"From ""10"" to 18."\n',
      'comma.csv': 'question,answer\n"Well, when are you open?",From 10 to 18.\n',
    }
    await inFolder(files, async (folder) => {
      for (const name of Object.keys(files)) {
        const solver = await createSolver(faq, { files: name }, folder)
        const { text } = await settle(solver.solve(chatRequest('when are you open'), testContext()))
        expect(text.replace(/[\s"]+/g, ' '), name).to.equal('From 10 to 18.')
      }
    })
  })
})
