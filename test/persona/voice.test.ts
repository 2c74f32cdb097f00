import { expect } from 'chai'
import type { ChatRequest, Solver } from 'dramatis'
import { type PromptStrategy, type Voice, voiceOf } from '../../src/persona/voice.ts'
import { lines, message } from '../support/model.ts'
import { hear } from '../support/turn.ts'

/** What a solver of a persona hears of a conversation. */
async function heardBy(
  solver: Omit<Solver, 'solve'>,
  voice: Partial<Voice>,
  messages: ChatRequest['messages'],
): Promise<ChatRequest> {
  let heard: ChatRequest | undefined
  const solve: Solver['solve'] = (request) => {
    heard = request
    return 'Yes.'
  }
  await hear(
    { name: 'Spoken', voice, chain: [{ id: 'model', solver: { ...solver, solve } }] },
    { question: '', messages },
  )
  if (!heard) throw new Error('The solver was not asked.')
  return heard
}

const uses = ['voice'] as const
const plain = [message('user', 'Hello.')]
const instructed = [message('system', 'Be brief.'), message('user', 'Hello.')]
const scattered = [
  message('system', 'Be brief.'),
  message('user', 'Hello.'),
  message('assistant', 'Hi.'),
  message('system', 'Be kind.'),
  message('user', 'And now?'),
]

describe("the persona's voice", () => {
  describe('leaves a conversation alone', () => {
    const cases: Record<string, [Omit<Solver, 'solve'>, Partial<Voice>]> = {
      'where the persona has no character': [{ uses }, { prompt: undefined }],
      'where its instructions are empty': [{ uses }, { prompt: '' }],
      'for a solver that makes no use of the voice': [{}, { prompt: 'You are Ada.' }],
      'for such a solver, also where it has a prompt': [
        { uses: ['tools'], prompt: 'Mine.' },
        { prompt: 'You are Ada.' },
      ],
      'for a model whose own prompt is empty': [{ uses, prompt: '' }, { prompt: 'You are Ada.' }],
    }
    for (const [what, [solver, voice]] of Object.entries(cases)) {
      for (const strategy of ['ignore', 'replace', 'append'] as const) {
        it(`${what} (${strategy})`, async () => {
          const heard = await heardBy(solver, { ...voice, strategy }, scattered)
          expect(heard.messages).to.equal(scattered)
        })
      }
    }
  })

  describe('meets the instructions of a client', () => {
    const cases: [PromptStrategy, string, ChatRequest['messages'], ...string[]][] = [
      ['ignore', 'none', plain, 'system: You are Ada.', 'user: Hello.'],
      ['ignore', 'one', instructed, 'system: You are Ada.', 'user: Hello.'],
      ['ignore', 'several', scattered, 'system: You are Ada.', 'user: Hello.', 'assistant: Hi.', 'user: And now?'],
      ['replace', 'none', plain, 'system: You are Ada.', 'user: Hello.'],
      ['replace', 'one', instructed, 'system: Be brief.', 'user: Hello.'],
      ['replace', 'several', scattered, ...lines({ messages: scattered })],
      ['append', 'none', plain, 'system: You are Ada.', 'user: Hello.'],
      ['append', 'one', instructed, 'system: You are Ada.', 'system: Be brief.', 'user: Hello.'],
      ['append', 'several', scattered, 'system: You are Ada.', ...lines({ messages: scattered })],
    ]
    for (const [strategy, given, messages, ...expected] of cases) {
      it(`${strategy}, with ${given}`, async () => {
        const heard = await heardBy({ uses }, { prompt: 'You are Ada.', strategy }, messages)
        expect(lines(heard)).to.deep.equal(expected)
      })
    }
    it('and changes nothing of the request itself', async () => {
      const frozen = Object.freeze(scattered.map((each) => Object.freeze(each)))
      await heardBy({ uses }, { prompt: 'You are Ada.', strategy: 'ignore' }, frozen)
      expect(frozen).to.have.length(scattered.length)
    })
  })

  it("is a solver's own where it has one, with the same strategy", async () => {
    const own = { uses, prompt: 'You are a pirate.' }
    const spoken = async (strategy: PromptStrategy) =>
      lines(await heardBy(own, { prompt: 'You are Ada.', strategy }, instructed))
    expect(await spoken('ignore')).to.deep.equal(['system: You are a pirate.', 'user: Hello.'])
    expect(await spoken('replace')).to.deep.equal(['system: Be brief.', 'user: Hello.'])
    expect(await spoken('append')).to.deep.equal(['system: You are a pirate.', 'system: Be brief.', 'user: Hello.'])
    const alone = await heardBy(own, { prompt: undefined }, plain)
    expect(lines(alone)).to.deep.equal(['system: You are a pirate.', 'user: Hello.'])
  })

  describe('is made of what the file says', () => {
    const background = { occupation: 'Consulting detective', home: { street: 'Baker Street', number: 221 } }
    const files: Record<string, [file: Parameters<typeof voiceOf>[0], prompt: string | undefined]> = {
      'nothing of a character': [{ name: 'Ada' }, undefined],
      'only an empty description': [{ description: '' }, undefined],
      'a system prompt, and nothing else of it': [
        { system_prompt: 'Be Ada.', description: 'A mathematician.', personal_background: background },
        'Be Ada.',
      ],
      'a description': [{ description: 'A mathematician.' }, 'You are Ada.\n\nA mathematician.\n\nStay in character.'],
      'a background with lists, objects and other values': [
        {
          personal_background: { ...background, pets: ['a cat', { kind: 'dog' }], married: false, age: null },
        },
        [
          'You are Ada.',
          [
            'Your background:',
            '- Occupation: Consulting detective',
            '- Home: Street: Baker Street; Number: 221',
            '- Pets: a cat; Kind: dog',
            '- Married: false',
            '- Age: null',
          ].join('\n'),
          'Stay in character.',
        ].join('\n\n'),
      ],
      'fields that are empty': [
        { language_style: {}, knowledge_domains: {}, interaction_samples: [], personal_background: {} },
        'You are Ada.\n\nStay in character.',
      ],
      'every field, in an order of its own': [
        {
          interaction_samples: [
            { type: 'first_meeting', content: 'You have been in Afghanistan.\nI perceive.\n' },
            { content: 'Data!' },
          ],
          knowledge_domains: { chemistry: ['acids', 'tobacco ash'], music: 'the violin' },
          personal_background: { occupation: 'Detective' },
          language_style: { tone: 'cool', common_phrases: ['Elementary.', 'Quite so.'], speaking_style: 'terse' },
          description: 'A detective.',
        },
        [
          'You are Ada.',
          'A detective.',
          'How you speak:\n- Tone: cool\n- Common phrases: Elementary.; Quite so.\n- Speaking style: terse',
          'Your background:\n- Occupation: Detective',
          'What you know about:\n- Chemistry: acids; tobacco ash\n- Music: the violin',
          'How you have spoken:\n- (first meeting) You have been in Afghanistan.\n  I perceive.\n- Data!',
          'Stay in character.',
        ].join('\n\n'),
      ],
    }
    for (const [what, [file, prompt]] of Object.entries(files)) {
      it(what, () => expect(voiceOf(file, 'Ada').prompt).to.equal(prompt))
    }
    it('has the strategy that the file names', () => {
      expect(voiceOf({}, 'Ada').strategy).to.equal(undefined)
      expect(voiceOf({ system_prompt_strategy: 'append' }, 'Ada').strategy).to.equal('append')
    })
  })
})
