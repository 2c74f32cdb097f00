/** Elements whose content nobody reads. */
const hidden = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head'])
/** Elements that stand in a line; any other begins a new one. */
const inline = new Set(
  'a abbr b bdi bdo cite code data del em font i ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)

/** The names of the characters from 160 to 255, in their order, and those of a few others. */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml'
const others = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", mdash: '—', ndash: '–', hellip: '…', bull: '•' }
const named = new Map([
  ...latin.split(' ').map((name, index): [string, string] => [name, String.fromCharCode(160 + index)]),
  ...Object.entries(others),
])

/** What a page says, without its tags. It never looks at a character twice, whatever is unclosed. */
export function textOfHtml(html: string): string {
  const tag = /<[/!?]?([a-z][a-z0-9-]{0,30})/iy
  const parts: string[] = []
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      parts.push(html.slice(at))
      break
    }
    parts.push(html.slice(at, open))
    const isComment = html.startsWith('<!--', open)
    tag.lastIndex = open
    const name = tag.exec(html)?.[1]?.toLowerCase()
    if (name === undefined && !isComment) {
      parts.push('<') // a sign, not a tag
      at = open + 1
      continue
    }
    const close = html.indexOf(isComment ? '-->' : '>', open)
    if (close < 0) break
    at = close + (isComment ? 3 : 1)
    if (name === undefined) continue
    if (hidden.has(name) && html[open + 1] !== '/') at = endOfElement(html, name, at)
    else if (!inline.has(name)) parts.push('\n')
  }
  return decodeEntities(parts.join(''))
    .replace(/[^\S\n]{2,}|[^\S\n ]/g, ' ') // single spaces are most of them, and stay
    .replace(/ ?\n[ \n]*/g, (gap) => (gap.indexOf('\n') === gap.lastIndexOf('\n') ? '\n' : '\n\n'))
}

/** Where the content of an element ends that hides it, or the page. */
function endOfElement(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}[\\s>]`, 'gi')
  end.lastIndex = from
  return end.exec(html)?.index ?? html.length
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}[0-9]{0,2}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named.get(name) ?? whole
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole
  })
}
