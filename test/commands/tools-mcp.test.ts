import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { expect } from 'chai'

const bin = fileURLToPath(new URL('../../dist/tools-mcp.js', import.meta.url))

describe('dramatis-tools-mcp', () => {
  it('serves tools on stdio, with the flags of "dramatis tools mcp"', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' })
    const args = [bin, 'eliza', '--log-level', 'silent']
    await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'inherit' }))
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).to.deep.equal(['chat'])
    const { content } = await client.callTool({ name: 'chat', arguments: { message: 'I need a holiday.' } })
    expect(content[0])
      .to.have.property('text')
      .that.matches(/holiday/)
    await client.close()
  })

  it('tells of a flag that it does not know, and ends', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' })
    const transport = new StdioClientTransport({ command: process.execPath, args: [bin, '--nonsense'], stderr: 'pipe' })
    let told = ''
    transport.stderr?.on('data', (chunk) => {
      told += chunk
    })
    const failed = await client.connect(transport).then(
      () => false,
      () => true,
    )
    expect(failed).to.equal(true)
    expect(told).to.contain('--nonsense')
  })
})
