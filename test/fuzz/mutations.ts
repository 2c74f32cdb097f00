import { type Place, put, raw, remove, type Tree } from './json-tree.ts'

/** One way to spoil a valid body. */
export interface Mutation {
  readonly name: string
  apply(place: Place): void
}

const replacements: Readonly<Record<string, Tree>> = {
  null: null,
  true: true,
  'a number': 7,
  'a fraction': 0.5,
  'a negative number': -1,
  zero: 0,
  'a huge number': 1e308,
  'an integer that is none': 2 ** 53 + 2,
  'a number that overflows': raw('1e999'),
  'a text': 'text',
  'a wrong word': 'no-such-thing',
  'an empty text': '',
  'a blank text': ' \n\t',
  'a number as text': '7',
  'a lone surrogate': '\ud800 and \udc00',
  'control characters': '\u0000\u0007\u001b[2J\u2028\u2029\ufeff',
  'an end mark': 'data: [DONE]\n\nevent: error\n\n[DONE]',
  'a long text': 'long '.repeat(40_000),
  'many line breaks': '\r\n'.repeat(5_000),
  'an address that is none': 'http://[',
  'a data URL that is none': 'data:;base64,%%%',
  'an empty array': [],
  'an empty object': {},
  'an array of null': [null],
  'an array in an array': [[[]]],
  'an array of an empty object': [{}],
  'an object with a type': { type: 'no-such-type' },
  'an object with a prototype': raw(
    '{"__proto__":{"role":"user","type":"text","text":"x"},"constructor":{"prototype":{}}}',
  ),
  'JSON as text': '{"a":[null,1e999]}',
  'deep JSON as text': `${'{"a":['.repeat(5_000)}1${']}'.repeat(5_000)}`,
  'an array that is deep': raw(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
  'an array that is less deep': raw(`${'['.repeat(400)}${']'.repeat(400)}`),
  'an object that is deep': raw(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
}

const names = ['__proto__', 'constructor', 'toString', 'no_such_key', '', 'type', '0']

/** In the order that failures are made smaller in: the plainest first. */
export const mutations: readonly Mutation[] = [
  { name: 'without it', apply: remove },
  ...Object.entries(replacements).map(([what, tree]) => ({
    name: `with ${what} in its place`,
    apply: (place: Place) => put(place, tree),
  })),
  ...names.map((key) => ({
    name: `called ${JSON.stringify(key)}`,
    apply(place: Place) {
      if (Array.isArray(place.holder)) return put(place, { [key]: place.value })
      remove(place)
      put({ ...place, key }, place.value)
    },
  })),
  { name: 'in an array', apply: (place) => put(place, [place.value]) },
  { name: 'in an object', apply: (place) => put(place, { value: place.value }) },
  { name: 'as text', apply: (place) => put(place, JSON.stringify(place.value)) },
  {
    name: 'in capitals',
    apply: (place) => put(place, typeof place.value === 'string' ? place.value.toUpperCase() : [place.value]),
  },
  { name: 'negated', apply: (place) => put(place, typeof place.value === 'number' ? -place.value - 1 : !place.value) },
  {
    name: 'twice',
    apply: ({ holder, key, value }) => {
      if (Array.isArray(holder)) holder.splice(Number(key), 0, value)
      else put({ holder, key, value }, [value, value])
    },
  },
  {
    name: 'five hundred times',
    apply: ({ holder, key, value }) => {
      const many = Array.from({ length: 500 }, () => value)
      if (Array.isArray(holder)) holder.splice(Number(key), 1, ...many)
      else put({ holder, key, value }, many)
    },
  },
  {
    name: 'with its neighbours in reverse',
    apply: ({ holder, key, value }) => {
      if (Array.isArray(holder)) holder.reverse()
      else put({ holder, key, value }, Object.values(holder).reverse()[0] ?? null)
    },
  },
]
