import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import faq from 'dramatis-solver-faq'
import { inFolder } from './folder.ts'

async function complaint(files: Readonly<Record<string, string | Uint8Array>>, config: object): Promise<string> {
  return inFolder(files, async (folder) => {
    try {
      await createSolver(faq, config, folder)
      return 'no complaint'
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  })
}

const good = '- { question: Tea?, answer: "Yes." }'

describe('faq, given files that are wrong', () => {
  const table: [name: string, content: string | Uint8Array, ...expected: string[]][] = [
    [
      'rows.csv',
      'question,answer\nTea?,Yes.\nCoffee?\nMilk?,No,never\n',
      'rows.csv, line 3: has 1 columns, not 2',
      'line 4: has 3',
    ],
    ['header.csv', 'question,reply\nTea?,Yes.\n', 'header.csv, line 1', '"answer"'],
    ['quote.csv', 'question,answer\nTea?,"Yes.\n', 'quote.csv, line', 'Quote'],
    [
      'empty.csv',
      'question,answer\nTea?,\n???,Yes\n',
      'line 2: has an empty "answer"',
      'line 3: has a "question" without any word',
    ],
    ['headeronly.csv', 'question,answer\n', 'holds nothing to answer from'],
    [
      'syntax.json',
      '[\n  { "question": "Tea?", "answer": "Yes." }\n  { }\n]',
      'syntax.json, line 3: is not valid JSON',
    ],
    [
      'items.json',
      '[\n  { "question": "Tea?" },\n  7,\n  { "question": 7, "answer": 8 }\n]',
      'line 2: entry 1 has no "answer"',
      'line 3: entry 2 is not an object',
      'line 4: entry 3 has a "question" that is no text',
      'entry 3 has an "answer" that is no text',
    ],
    ['object.json', '{\n"Tea?": "Yes.",\n"Milk?": null\n}', 'line 3: "Milk?" has no "answer"'],
    ['scalar.json', '"hello"', 'must be a list'],
    ['empty.json', '[]', 'empty.json holds nothing to answer from'],
    ['syntax.yaml', `${good}\n- question: "open\n  answer: x\n`, 'syntax.yaml, line'],
    [
      'items.yaml',
      `${good}\n- question: Milk?\n  anwser: No.\n- question: []\n  answer: 30\n`,
      'line 2: entry 2 has no "answer"',
      'line 4: entry 3 has no "question"',
      'entry 3 has an "answer" that is no text; put it in quotes',
    ],
    ['twice.yaml', 'Tea?: Yes.\nTea?: No.\n', 'twice.yaml, line 1', 'unique'],
    ['empty.yaml', '# nothing\n', 'empty.yaml holds nothing'],
    ['empty.md', '# Title\n\n## Only headings\n', 'empty.md holds nothing'],
    ['empty.txt', '\n \n', 'empty.txt holds nothing'],
    ['latin1.csv', Uint8Array.from([0x74, 0xe9, 0x3f, 0x2c, 0x31]), 'latin1.csv is not UTF-8'],
    ['letter.docx', 'PK', 'letter.docx has an ending that it cannot read', '.markdown'],
    ['huge.txt', 'x'.repeat(17 * 1024 * 1024), 'huge.txt has 17 MB, and 16 are the most'],
  ]
  for (const [name, content, ...expected] of table) {
    it(`${name}: ${expected[0]}`, async () => {
      const message = await complaint({ [name]: content }, { files: name })
      for (const part of expected) expect(message).to.contain(part)
    })
  }

  it('names every problem of every file at once', async () => {
    const files = { 'a.csv': 'question,answer\nTea?\n', 'b.json': '[{}]', 'c.yaml': good }
    const message = await complaint(files, {
      files: ['a.csv', 'b.json', 'c.yaml', 'd.md'],
      entries: [{ question: '?', answer: 'x' }],
    })
    expect(message.split('\n- ').slice(1)).to.have.lengthOf(5)
    for (const part of [
      'a.csv, line 2',
      'b.json, line 1',
      'd.md does not exist',
      'entries[0] has a "question" without any word',
    ]) {
      expect(message).to.contain(part)
    }
    expect(message).to.not.contain('c.yaml')
  })

  it('stops listing after fifty', async () => {
    const message = await complaint({ 'a.csv': `question,answer\n${'Tea?\n'.repeat(80)}` }, { files: 'a.csv' })
    expect(message).to.contain('- and 30 more')
  })
})

describe('faq, given paths', () => {
  const files = {
    'tea.yaml': 'black tea?: from tea.yaml\n',
    'docs/milk.yaml': 'cold milk?: from docs/milk.yaml\n',
    'docs/deep/soda.yml': 'sweet soda?: from docs/deep/soda.yml\n',
    'docs/logo.png': 'not text',
    'docs/.hidden.yaml': ':::',
    'docs/node_modules/x.yaml': ':::',
    'data [1]/juice.yaml': 'apple juice?: from data [1]/juice.yaml\n',
  }
  const drinks = ['black tea', 'cold milk', 'sweet soda', 'apple juice']
  const table: [paths: string | string[], ...known: string[]][] = [
    ['tea.yaml', 'black tea'],
    ['./docs/../tea.yaml', 'black tea'],
    ['docs', 'cold milk', 'sweet soda'],
    ['docs/*.yaml', 'cold milk'],
    ['docs/*', 'cold milk'],
    ['docs/**', 'cold milk', 'sweet soda'],
    ['**/*.y?ml', 'black tea', 'cold milk', 'apple juice'],
    ['**/s*.yml', 'sweet soda'],
    ['data [1]/*.yaml', 'apple juice'],
    ['*[1]/*.yaml', 'apple juice'],
    [['tea.yaml', '*.yaml', 'docs/deep'], 'black tea', 'sweet soda'],
  ]
  for (const [paths, ...known] of table) {
    it(`${paths} holds ${known.join(', ')}`, async () => {
      await inFolder(files, async (folder) => {
        const solver = await createSolver(faq, { files: paths }, folder)
        const found = []
        for (const drink of drinks) {
          const { text } = await settle(solver.solve(chatRequest(drink), testContext()))
          if (text !== '') found.push(drink)
        }
        expect(found).to.deep.equal(known)
      })
    })
  }

  const wrong: [path: string, expected: string][] = [
    ['coffee.yaml', 'coffee.yaml does not exist'],
    ['nowhere/*.yaml', 'nowhere/*.yaml holds no file that it can read'],
    ['docs/*.md', 'docs/*.md holds no file that it can read'],
    ['docs/*.png', 'docs/*.png holds no file that it can read'],
    ['empty', 'empty holds no file that it can read'],
  ]
  for (const [path, expected] of wrong) {
    it(`${path}: ${expected}`, async () => {
      await inFolder(files, async (folder) => {
        await mkdir(join(folder, 'empty'))
        const message = await createSolver(faq, { files: ['tea.yaml', path] }, folder).catch(
          (error: Error) => error.message,
        )
        expect(message).to.contain(expected)
      })
    })
  }

  it('follows a link to a file, and says when it leads nowhere', async () => {
    await inFolder({ 'real/tea.yaml': files['tea.yaml'] }, async (folder) => {
      await mkdir(join(folder, 'links'))
      await symlink('../real/tea.yaml', join(folder, 'links/a.yaml'))
      await createSolver(faq, { files: 'links' }, folder)
      await symlink('../real/gone.yaml', join(folder, 'links/b.yaml'))
      const message = await createSolver(faq, { files: 'links' }, folder).catch((error: Error) => error.message)
      expect(message).to.contain('links cannot be read: ENOENT')
    })
  })
})
