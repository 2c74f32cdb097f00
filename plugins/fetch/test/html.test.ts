import { expect } from 'chai'
import { type OpenToolbox, openToolbox } from 'dramatis/testing'
import fetchBox from 'dramatis-toolbox-fetch'
import { type LocalServer, startLocalServer } from '../../../test/support/local-server.ts'

describe('fetch reads pages', () => {
  let html = ''
  let server: LocalServer
  let box: OpenToolbox
  before(async () => {
    const type = 'text/html;charset=utf-8'
    server = await startLocalServer((_, response) => response.setHeader('content-type', type).end(html))
    box = await openToolbox(fetchBox, { config: { allow: ['127.0.0.1'], maxDownload: 20_000_000 } })
  })
  after(async () => {
    await box.close()
    await server.close()
  })
  const read = async (page: string): Promise<{ title?: string; text: string }> => {
    html = page
    return JSON.parse(JSON.stringify(await box.call('fetch', { url: server.url, maxBytes: 1_000_000 })))
  }

  const rows: [html: string, text: string, title?: string][] = [
    ['<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['<h2>Head</h2>Body<h3>Next</h3>', '## Head\n\nBody\n\n### Next'],
    ['<ul><li>a<li>b<ul><li>c</ul></ul>after', '- a\n- b\n- c\nafter'],
    ['<table><tr><th>a<th>b<tr><td>1</td><td>2</td></tr></table>', 'a\tb\n1\t2'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<div> much \n\t space&nbsp;&nbsp; here </div>', 'much space here'],
    ['un<b>bro</b>ken <i>words</i>', 'unbroken words'],
    ['<pre>  kept\n    as\n\n  it is </pre>', 'kept\n    as\n\n  it is'],
    ['<script>if (a < b) "</p>"</script>said<style>p > a {}</style>', 'said'],
    ['<SCRIPT>x</SCRIPT >said', 'said'],
    ['<noscript>Turn it on</noscript><svg><text>x</text></svg>said', 'said'],
    ['<title> The\n title </title>text', 'text', 'The title'],
    ['<svg><title>icon</title></svg><title>Page</title>x', 'x', 'Page'],
    ['<!-- <p>no</p> -->yes<!doctype html><?php no ?>', 'yes'],
    ['<a href="x>y" title=\'>\'>link</a>', 'link'],
    ['1 < 2 && 3 > 2 &lt;b&gt;', '1 < 2 && 3 > 2 <b>'],
    [
      '&auml;&#228;&#xE4;&eacute&hellip; &nosuch; &#0;&#xD800;&#9999999;',
      'ääéé… &nosuch; \ufffd\ufffd\ufffd'.replace('éé', 'äé'),
    ],
    ['<p>unfinished <b', 'unfinished'],
    ['<script>never ends', ''],
    ['</p></div></li>x', 'x'],
    ['', ''],
    ['<', '<'],
    ['<p>日本語<p>русский', '日本語\n\nрусский'],
  ]
  for (const [page, text, title] of rows) {
    it(JSON.stringify(page), async () => {
      const told = await read(page)
      expect(told.text).to.equal(text)
      expect(told.title).to.equal(title)
    })
  }

  const size = 5_000_000
  const long: Record<string, string> = {
    'brackets alone': '<'.repeat(size),
    'tags that never end': '<a href="'.repeat(size / 9),
    'open comments': '<!--'.repeat(size / 4),
    'open scripts': '<script>'.repeat(size / 8),
    'scripts that end otherwise': `<script>${'</scrip'.repeat(size / 7)}`,
    'open elements': '<div>'.repeat(size / 5),
    'closing elements': '</svg>'.repeat(size / 6),
    'nested unread elements': '<svg>'.repeat(size / 10) + '</svg>'.repeat(size / 12),
    'elements that others close': '<svg>'.repeat(size / 10) + '</math>'.repeat(size / 14),
    ampersands: '&'.repeat(size),
    'entities without an end': '&#'.repeat(size / 2),
    'words in one line': 'word '.repeat(size / 5),
    'little pieces': 'a<b>b</b>'.repeat(size / 9),
    spaces: ' '.repeat(size),
    'open titles': '<title>'.repeat(size / 7),
    cells: '<td>a'.repeat(size / 5),
    'meta without charset': '<meta '.repeat(size / 6),
  }
  for (const [what, page] of Object.entries(long)) {
    it(`in time: 5 MB of ${what}`, async () => {
      const started = performance.now()
      await read(page)
      expect(performance.now() - started).to.be.lessThan(5000) // what grows with the square of the size takes minutes
    })
  }
})
