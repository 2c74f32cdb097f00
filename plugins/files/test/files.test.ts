import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type OpenToolbox, openToolbox, toolboxContract } from 'dramatis/testing'
import files from 'dramatis-toolbox-files'

const outer = mkdtempSync(join(tmpdir(), 'dramatis-files-'))
const root = join(outer, 'root')
const secret = 'top secret'

function build(): void {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(join(root, 'letters/old'), { recursive: true })
  mkdirSync(join(root, '.git'))
  mkdirSync(join(outer, 'root-of-others'), { recursive: true })
  writeFileSync(join(outer, 'secret.txt'), secret)
  writeFileSync(join(outer, 'root-of-others/secret.txt'), secret)
  writeFileSync(join(root, 'a.txt'), 'one\ntwo\nthree\n')
  writeFileSync(join(root, 'empty.txt'), '')
  writeFileSync(join(root, '.env'), secret)
  writeFileSync(join(root, '.git/config'), secret)
  writeFileSync(join(root, 'letters/ada.md'), 'Dear Ada')
  writeFileSync(join(root, 'letters/old/bob.md'), 'Dear Bob')
  writeFileSync(join(root, 'binary'), Uint8Array.of(1, 0, 2))
  writeFileSync(join(root, 'latin1.txt'), Uint8Array.of(0x66, 0xfc, 0x72))
  symlinkSync('a.txt', join(root, 'inside'))
  symlinkSync('letters', join(root, 'post'))
  symlinkSync('.env', join(root, 'to-hidden'))
  symlinkSync('../secret.txt', join(root, 'out'))
  symlinkSync(outer, join(root, 'out-folder'))
  symlinkSync('../nothing-yet.txt', join(root, 'dangling'))
  symlinkSync('loop', join(root, 'loop'))
  spawnSync('mkfifo', [join(root, 'pipe')])
}
build()
after(() => rmSync(outer, { recursive: true }))

toolboxContract('files', files, {
  config: { root, writable: true },
  calls: {
    list_files: { input: { path: 'letters' }, output: /"letters\/ada\.md","kind":"file","bytes":8/ },
    read_file: { input: { path: 'letters/ada.md' }, output: /Dear Ada/ },
    write_file: { input: { path: 'new/b.txt', text: 'hi', overwrite: true }, output: { path: 'new/b.txt', bytes: 2 } },
  },
  refuses: {
    list_files: [{ path: 7 }, { path: '' }, { path: 'x'.repeat(1001) }, { recursive: 'yes' }],
    read_file: [{}, { path: 'a.txt', lines: 0 }, { path: 'a.txt', firstLine: 0 }, { file: 'a.txt' }],
    write_file: [{ path: 'b.txt' }, { text: 'hi' }, { path: 'b.txt', text: 7 }],
  },
})

describe('files', () => {
  beforeEach(build)

  const open = (config: object = {}): Promise<OpenToolbox> => openToolbox(files, { config: { root, ...config } })
  const said = async (box: OpenToolbox, name: string, input: object): Promise<string> =>
    JSON.stringify(await box.call(name, input).catch((error: Error) => error.message))

  const ways = [
    '../secret.txt',
    'letters/../../secret.txt',
    'letters/../a.txt',
    '..',
    './..',
    '..\\secret.txt',
    'letters\\..\\..\\secret.txt',
    join(outer, 'secret.txt'),
    join(root, 'a.txt'),
    '/etc/passwd',
    '//etc/passwd',
    '\\\\server\\share',
    'C:\\secret.txt',
    'c:secret.txt',
    'a.txt\0',
    '../secret.txt\0.txt',
    'out',
    'out-folder/secret.txt',
    'out-folder/root/a.txt/../../secret.txt',
    'out-folder/root-of-others/secret.txt',
    '../root-of-others/secret.txt',
    '.env',
    '.git/config',
    'letters/../.env',
    'to-hidden',
    'loop',
    'pipe',
    'dangling',
    'a.txt/b',
    '%2e%2e/secret.txt',
    '....//secret.txt',
    'file:///etc/passwd',
    '~/secret.txt',
  ]
  for (const path of ways) {
    it(`nothing leads out: ${JSON.stringify(path)}`, async () => {
      const box = await open({ writable: true })
      const before = readdirSync(outer).sort()
      for (const [name, input] of [
        ['read_file', { path }],
        ['list_files', { path }],
        ['list_files', { path, recursive: true }],
      ] as const) {
        const answer = await said(box, name, input)
        expect(answer, name).to.match(/^"/, 'it is refused')
        expect(answer).not.to.match(/top secret|"kind"/)
      }
      await said(box, 'write_file', { path, text: 'stolen', overwrite: true })
      expect(readdirSync(outer).sort()).to.deep.equal(before)
      for (const kept of ['secret.txt', 'root-of-others/secret.txt', 'root/.env', 'root/.git/config']) {
        expect(readFileSync(join(outer, kept), 'utf8')).to.equal(secret)
      }
    })
  }

  it('nothing leads out where hidden names can be seen', async () => {
    const box = await open({ hidden: true, writable: true })
    for (const path of [
      '..',
      '../secret.txt',
      'letters/../a.txt',
      'out',
      'out-folder/secret.txt',
      '.git/../../secret.txt',
    ]) {
      expect(await said(box, 'read_file', { path }), path).to.match(/leads out of the folder/)
      expect(await said(box, 'write_file', { path, text: 'x', overwrite: true }), path).to.match(
        /leads out of the folder/,
      )
    }
  })

  it('lists a folder, without what is hidden or leads out', async () => {
    const box = await open()
    const { files: listed } = Object(await box.call('list_files', {}))
    const paths = listed.map(({ path, kind }: { path: string; kind: string }) =>
      kind === 'folder' ? `${path}/` : path,
    )
    expect(paths).to.deep.equal(['a.txt', 'binary', 'empty.txt', 'inside', 'latin1.txt', 'letters/', 'post/'])
  })
  it('lists all below, each once, and at most a thousand', async () => {
    const box = await open()
    const { files: all } = Object(await box.call('list_files', { recursive: true }))
    expect(all.map(({ path }: { path: string }) => path)).to.include.members(['letters/old', 'letters/old/bob.md'])
    expect(all).to.have.length(10)
    for (let index = 0; index < 1001; index++) writeFileSync(join(root, `letters/${index}`), '')
    const many = Object(await box.call('list_files', { path: 'letters' }))
    expect(many.files).to.have.length(1000)
    expect(many.truncated).to.equal(true)
  })
  it('shows hidden names where it is set to', async () => {
    const box = await open({ hidden: true })
    expect(await said(box, 'read_file', { path: '.env' })).to.include(secret)
    expect(await said(box, 'read_file', { path: 'to-hidden' })).to.include(secret)
    expect(await said(box, 'list_files', {})).to.include('".env"')
  })

  const reads: [input: object, expected: object | RegExp][] = [
    [{ path: 'a.txt' }, { path: 'a.txt', text: 'one\ntwo\nthree\n', firstLine: 1, totalLines: 3 }],
    [{ path: './/letters///ada.md' }, { path: 'letters/ada.md', text: 'Dear Ada', firstLine: 1, totalLines: 1 }],
    [{ path: 'letters\\ada.md' }, { path: 'letters/ada.md', text: 'Dear Ada', firstLine: 1, totalLines: 1 }],
    [
      { path: 'inside', firstLine: 2, lines: 1 },
      { path: 'a.txt', text: 'two', firstLine: 2, totalLines: 3 },
    ],
    [{ path: 'post/ada.md' }, { path: 'letters/ada.md', text: 'Dear Ada', firstLine: 1, totalLines: 1 }],
    [{ path: 'empty.txt' }, { path: 'empty.txt', text: '', firstLine: 1, totalLines: 0 }],
    [{ path: 'a.txt', firstLine: 4 }, /has 3 lines only/],
    [{ path: 'binary' }, /"binary" is no text\./],
    [{ path: 'latin1.txt' }, /is no text in UTF-8/],
    [{ path: 'letters' }, /is a folder; list it with list_files/],
    [{ path: 'nothing.txt' }, /There is no file "nothing\.txt"/],
    [{ path: 'pipe' }, /"pipe" is no file/],
  ]
  for (const [input, expected] of reads) {
    it(`reads ${JSON.stringify(input)}`, async () => {
      const box = await open()
      if (expected instanceof RegExp) expect(JSON.parse(await said(box, 'read_file', input))).to.match(expected)
      else expect(await box.call('read_file', input)).to.deep.equal(expected)
    })
  }
  it('reads no more than it is set to', async () => {
    const box = await open({ maxBytes: 13 })
    expect(await said(box, 'read_file', { path: 'a.txt' })).to.match(/has 14 bytes; at most 13 are read/)
  })

  it('has no tool to write unless it is set to', async () => {
    const box = await open()
    expect(box.tools.map(({ name }) => name)).to.deep.equal(['list_files', 'read_file'])
  })
  it('writes, and replaces only where it is told to, keeping the mode', async () => {
    const box = await open({ writable: true })
    await box.call('write_file', { path: 'deep/down/x.sh', text: 'one' })
    chmodSync(join(root, 'deep/down/x.sh'), 0o750)
    expect(await said(box, 'write_file', { path: 'deep/down/x.sh', text: 'two' })).to.match(
      /already; set \\"overwrite\\"/,
    )
    expect(readFileSync(join(root, 'deep/down/x.sh'), 'utf8')).to.equal('one')
    await box.call('write_file', { path: 'deep/down/x.sh', text: 'two', overwrite: true })
    expect(readFileSync(join(root, 'deep/down/x.sh'), 'utf8')).to.equal('two')
    expect(statSync(join(root, 'deep/down/x.sh')).mode & 0o777).to.equal(0o750)
    expect(readdirSync(join(root, 'deep/down'))).to.deep.equal(['x.sh'])
  })
  it('writes through a link inside, and leaves the link', async () => {
    const box = await open({ writable: true })
    await box.call('write_file', { path: 'inside', text: 'new', overwrite: true })
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).to.equal('new')
  })
  it('leaves nothing behind where it cannot write', async () => {
    const box = await open({ writable: true, maxBytes: 3 })
    const before = readdirSync(root)
    for (const input of [
      { path: 'letters', text: 'x', overwrite: true },
      { path: 'a.txt/x', text: 'x' },
      { path: 'big.txt', text: 'äää' },
      { path: 'dangling', text: 'x' },
    ]) {
      expect(await said(box, 'write_file', input), input.path).to.match(/^"/)
    }
    expect(readdirSync(root)).to.deep.equal(before)
  })
  it('lets only one of many make a file', async () => {
    const box = await open({ writable: true })
    const texts = Array.from({ length: 10 }, (_, index) => String(index).repeat(1000))
    const answers = await Promise.all(texts.map((text) => said(box, 'write_file', { path: 'race.txt', text })))
    expect(answers.filter((answer) => answer.startsWith('{'))).to.have.length(1)
    expect(texts).to.include(readFileSync(join(root, 'race.txt'), 'utf8'))
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).to.deep.equal([])
  })
  it('says what is wrong with its root', async () => {
    for (const [wrong, message] of [
      ['nowhere', /there is no folder .*nowhere/],
      ['root/a.txt', /is no folder/],
    ] as const) {
      const failed = await openToolbox(files, { config: { root: join(outer, wrong) } }).catch(
        (error: Error) => error.message,
      )
      expect(failed).to.match(message)
    }
  })
})
