import { expect } from 'chai'
import { masked } from '../../src/config/masked.ts'

const rows: readonly [given: unknown, shown: unknown][] = [
  [
    { port: 1, host: 'a' },
    { port: 1, host: 'a' },
  ],
  [{ toolStateKey: 'abc' }, { toolStateKey: '***' }],
  [{ apiKeys: ['abc', 'def'] }, { apiKeys: ['***', '***'] }],
  [{ state: 'postgres://me:pass@db/x' }, { state: 'postgres://***@db/x' }],
  [{ state: 'postgres://me:p@ss@db/x' }, { state: 'postgres://***@db/x' }],
  [
    { state: 'postgres:///x?host=/run&password=pass&user=me' },
    { state: 'postgres:///x?host=/run&password=***&user=me' },
  ],
  [
    { toolboxes: { box: { settings: { api_key: 'abc', root: '/a' } } } },
    { toolboxes: { box: { settings: { api_key: '***', root: '/a' } } } },
  ],
  [
    { awsKeys: [{ accessKeyId: 'AK', secretAccessKey: 'SK' }] },
    { awsKeys: [{ accessKeyId: '***', secretAccessKey: '***' }] },
  ],
  [
    { requireKeys: true, keyRate: 60 },
    { requireKeys: true, keyRate: 60 },
  ],
  [{ auth: { tokens: { a: { b: 'deep' } } } }, { auth: { tokens: { a: { b: '***' } } } }],
]

describe('masked settings', () => {
  for (const [given, shown] of rows) {
    it(JSON.stringify(given), () => expect(masked(given)).to.deep.equal(shown))
  }
})
