import { join } from 'node:path'
import { expect } from 'chai'
import { isRuntimeError } from 'dramatis'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import eliza from 'dramatis-solver-eliza'
import { scriptFile } from './script-file.ts'

const keyword = (rule: object, more: object = {}) => ({
  keywords: [{ name: 'tea', words: ['tea'], rules: [rule], ...more }],
})

async function failureOf(script: string, baseFolder?: string): Promise<string> {
  try {
    await createSolver(eliza, { script }, baseFolder)
  } catch (error) {
    expect(isRuntimeError(error) && error.code).to.equal('plugin-failed')
    return error instanceof Error ? error.message : ''
  }
  throw new Error('The script was taken.')
}

/** Scripts that cannot work, and what is said about them. */
const wrong: Readonly<Record<string, readonly [object | string, RegExp]>> = {
  'no JSON': ['{\n  "keywords": [,]\n}', /is not JSON: .*(line 2|\[,\])/s],
  'an array': ['[]', /the script must be an object/],
  'no keywords': ['{}', /keywords must be an array/],
  'an unknown key': [{ keyword: [] }, /keyword is not a known key; here it is one of before, groups, keywords/],
  'a rank of 11': [keyword({ say: ['x'] }, { rank: 11 }), /keywords\[0\]\.rank must be an integer from 0 to 10/],
  'a rank of 1.5': [keyword({ say: ['x'] }, { rank: 1.5 }), /keywords\[0\]\.rank must be an integer/],
  'no name': [keyword({ say: ['x'] }, { name: '' }), /keywords\[0\]\.name must be a string that is not empty/],
  'a rule that does nothing': [keyword({ match: ['tea'] }), /rules\[0\] needs either "say" or "goto"/],
  'a rule that does too much': [keyword({ say: ['x'], goto: 'tea' }), /rules\[0\] needs either "say" or "goto"/],
  'nothing to say': [keyword({ say: [] }), /rules\[0\]\.say must be an array with something in it/],
  'a reply that is a number': [keyword({ say: [7] }), /rules\[0\]\.say\[0\] must be a string/],
  'a weak that is a string': [keyword({ say: ['x'], weak: 'yes' }), /rules\[0\]\.weak must be true or false/],
  'a capture too many': [
    keyword({ match: ['tea *'], say: ['{2}?'] }),
    /say\[0\] says \{2\}, and its patterns capture 1/,
  ],
  'a capture by name': [keyword({ match: ['tea *'], say: ['{drink}?'] }), /say\[0\] says \{drink\}/],
  'a capture of one pattern only': [keyword({ match: ['tea *', 'tea'], say: ['{1}?'] }), /capture 0/],
  'an unknown group': [
    keyword({ match: ['tea @milk'], say: ['x'] }),
    /match\[0\], "tea @milk", uses the unknown group "@milk"/,
  ],
  'an unknown group as a word': [
    keyword({ say: ['x'] }, { words: ['@milk'] }),
    /words names the unknown group "@milk"/,
  ],
  'an unknown goto': [keyword({ goto: 'coffee' }), /rules\[0\]\.goto names the unknown keyword "coffee"/],
  'an unknown after': [
    keyword({ say: ['x'], after: ['coffee'] }),
    /rules\[0\]\.after names the unknown keyword "coffee"/,
  ],
  'a circle': [keyword({ goto: 'tea' }), /"goto" runs in a circle: tea -> tea/],
  'a name twice': [
    { keywords: [...keyword({ say: ['x'] }).keywords, ...keyword({ say: ['y'] }).keywords] },
    /keywords\[1\]\.name is "tea", as keywords\[0\]/,
  ],
  'only a star': [keyword({ match: ['*'], say: ['x'] }), /"\*", needs a word/],
  'two stars in a row': [keyword({ match: ['tea * * cup'], say: ['x'] }), /two "\*" that nothing separates/],
  'an empty pattern': [keyword({ match: ['^ $'], say: ['x'] }), /no word at all/],
  'capitals in a pattern': [keyword({ match: ['Tea'], say: ['x'] }), /has "Tea", which matches nothing/],
  'too many optional words': [
    keyword({ match: ['tea [a] [b] [c] [d] [e]'], say: ['x'] }),
    /more than 4 optional words/,
  ],
  'a word that is never seen': [
    { before: { "i'm": 'i am' }, ...keyword({ match: ["i'm tea"], say: ['x'] }) },
    /has "i'm", which `before` turns into "i am"/,
  ],
  'a pattern that is never tried': [
    keyword({ match: ['coffee please'], say: ['x'] }),
    /"coffee please", holds none of the words/,
  ],
  'a name of Object.prototype': [keyword({ match: ['tea @constructor'], say: ['x'] }), /unknown group "@constructor"/],
  'no last resort': [{ fallbacks: [] }, /fallbacks needs a rule/],
  'a memory of nothing': [{ memories: [{ say: ['x'] }] }, /memories\[0\]\.match must be an array/],
}

describe("a persona's own script", () => {
  for (const [title, [script, expected]] of Object.entries(wrong)) {
    it(`is refused for ${title}`, async () => {
      const path = scriptFile(script)
      const message = await failureOf(path)
      expect(message).to.match(expected)
      expect(message).to.contain('eliza').and.contain(path)
    })
  }

  it('is refused with everything that is wrong at once', async () => {
    const message = await failureOf(scriptFile({ groups: 1, memories: 2, keywords: [{ rank: 'x' }] }))
    for (const part of ['groups', 'memories', 'keywords[0].name', 'keywords[0].rank', 'keywords[0].rules']) {
      expect(message).to.contain(`- ${part} must be`)
    }
  })

  it('is looked for beside the persona file', async () => {
    const message = await failureOf('missing.json', '/nowhere/at/all')
    expect(message).to.contain(join('/nowhere/at/all', 'missing.json')).and.contain('cannot be read')
  })

  it('replaces the bundled one', async () => {
    const script = scriptFile({
      $schema: 'ignored',
      '// note': 'ignored too',
      before: { cuppa: 'cup of tea' },
      groups: { drink: ['coffee', 'cocoa'] },
      keywords: [
        {
          name: 'tea',
          words: ['tea'],
          rank: 4,
          rules: [
            { match: ['[very] green tea from *'], say: ['From {1}!'] },
            { match: ['* like tea'], say: ['{1} should.'] },
            { match: ['^ tea $'], say: ['Black?'] },
            { match: ['no tea'], goto: 'none' },
            { match: ['tea or @drink'], say: ['No {1}.'] },
            { after: ['tea'], say: ['Again?'] },
            { say: ['A cup?', 'A pot?'] },
          ],
        },
        { name: 'none', rules: [{ match: ['no *'], say: ['Then no {1}.'] }] },
        { name: 'asked', words: ['?'], rules: [{ say: ['Who knows?'], weak: true }] },
      ],
      fallbacks: [{ after: ['tea'], say: ['Drink up.'] }, { say: ['Hm.'] }],
    })
    const solver = await createSolver(eliza, { script })
    const replies: Readonly<Record<string, readonly string[]>> = {
      'From China!': ['I like green tea from China'],
      'You should.': ['I like tea'],
      'Black?': ['Tea!', 'TEA'],
      'Then no tea today.': ['no tea today'],
      'No cocoa.': ['tea or cocoa'],
      'A cup?': ['a cuppa, please'],
      'Who knows?': ['Really?'],
      'Hm.': ['milk', 'I am sad'],
    }
    for (const [reply, questions] of Object.entries(replies)) {
      for (const question of questions) {
        expect((await settle(solver.solve(chatRequest(question), testContext()))).text, question).to.equal(reply)
      }
    }
    const say = async (...turns: readonly string[]) =>
      (await settle(solver.solve(chatRequest(...turns), testContext()))).text
    expect(await say('my tea', 'A cup?', 'more of my tea')).to.equal('Again?')
    expect(await say('my tea', 'A cup?', 'yes')).to.equal('Drink up.')
    expect(await say('my tea', 'Something else.', 'my tea')).to.equal('A pot?')
  })

  it('never sees more of a capture than twelve words', async () => {
    const solver = await createSolver(eliza, { script: scriptFile(keyword({ match: ['tea *'], say: ['{1}'] })) })
    const answer = (words: number) => settle(solver.solve(chatRequest(`tea${' x'.repeat(words)}`), testContext()))
    expect((await answer(12)).text).to.equal(`X${' x'.repeat(11)}`)
    expect((await answer(13)).text).to.equal('Hm.')
  })
})
