import { expect } from 'chai'
import { openStage, postChat, type Stage } from '../support/stage.ts'

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  parameters?: { name: string; in: string; required: boolean }[]
  requestBody?: { content: { 'application/json': { schema: object } } }
  responses: Record<string, { description: string }>
  deprecated?: boolean
}

interface Document {
  openapi: string
  info: { title: string; version: string }
  tags: { name: string }[]
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
}

describe("http: the host's own pages", () => {
  let stage: Stage
  let document: Document
  before(async () => {
    stage = await openStage()
    document = (await (await fetch(`${stage.url}/openapi.json`)).json()) as Document
  })
  after(() => stage.close())
  const operations = (): [string, string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, string, Operation] => [path, method, operation]),
    )

  it('has an OpenAPI document with every surface in it', () => {
    expect(document.openapi).to.match(/^3\.1\.\d+$/)
    expect(document.info).to.have.keys('title', 'version', 'description')
    expect(document.servers[0]?.url).to.match(/^(https?:\/\/|\/)/)
    const paths = Object.keys(document.paths)
    expect(paths).to.include.members(['/health', '/openai/v1/chat/completions', '/openai/v1/models/{id}', '/v1/models'])
  })

  it('describes each operation once, with its parameters, its body and its answers', () => {
    const known = new Set(document.tags.map(({ name }) => name))
    const ids = operations().map(([, , { operationId }]) => operationId)
    expect(new Set(ids)).to.have.lengthOf(ids.length)
    for (const [path, method, operation] of operations()) {
      const at = `${method} ${path}`
      expect(path, at).to.match(/^\/[^*:?#]*$/)
      expect(['get', 'head', 'post', 'put', 'patch', 'delete'], at).to.include(method)
      expect(operation.summary, at).to.be.a('string').and.to.not.equal('')
      expect(
        operation.tags.every((tag) => known.has(tag)),
        at,
      ).to.equal(true)
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      expect(
        declared.map(({ name, required }) => [name, required]),
        at,
      ).to.deep.equal(inPath.map((name) => [name, true]))
      expect(Object.keys(operation.responses), at).to.include('default')
      for (const [status, { description }] of Object.entries(operation.responses)) {
        expect(status, at).to.match(/^([1-5]\d\d|default)$/)
        expect(description, at).to.be.a('string').and.to.not.equal('')
      }
      if (operation.requestBody) expect(method, at).to.be.oneOf(['post', 'put', 'patch'])
    }
  })

  it('points only at what it holds', () => {
    for (const [, pointer = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)) {
      expect(pointer.startsWith('#/'), pointer).to.equal(true)
      const target = pointer
        .slice(2)
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document) // any JSON
      expect(target, pointer).to.not.equal(undefined)
    }
  })

  it('lists only what is served', async () => {
    for (const [path, method] of operations()) {
      if (method !== 'get') continue
      const { status } = await fetch(stage.url + path.replace(/\{\w+\}/g, 'Scripted'))
      expect(status === 200 || path.includes('{'), `${path}: ${status}`).to.equal(true)
    }
  })

  it('marks the older paths as deprecated', () => {
    for (const [path, , operation] of operations())
      if (/^\/(openai\/)?v1\//.test(path)) expect(operation.deprecated === true, path).to.equal(path.startsWith('/v1/'))
  })

  it('shows the document as a page', async () => {
    const page = await fetch(`${stage.url}/docs`)
    const html = await page.text()
    expect([page.status, page.url]).to.deep.equal([200, `${stage.url}/docs/`])
    const linked = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file)
    expect(linked).to.include.members(['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-init.js'])
    for (const file of linked) expect((await fetch(`${stage.url}/docs/${file}`)).status, file).to.equal(200)
    const init = await (await fetch(`${stage.url}/docs/swagger-ui-init.js`)).text()
    const [, document = ''] = /"url": "([^"]+)"/.exec(init) ?? []
    expect(new URL(document, 'https://proxy.example/bots/docs/').pathname).to.equal('/bots/openapi.json')
  })

  it('tells that it lives', async () => {
    const health = await (await fetch(`${stage.url}/health`)).json()
    expect(health).to.include({ status: 'ok', personas: 4 }).and.to.have.property('version')
  })

  const turns = [
    { question: 'plain', outcome: 'answered', steps: [['first', 'answered', undefined]], solver: 'first' },
    {
      question: 'nothing',
      outcome: 'unanswered',
      steps: [
        ['first', 'declined', 'said-nothing'],
        ['second', 'declined', 'said-nothing'],
      ],
    },
    {
      question: 'early failure',
      outcome: 'failed',
      steps: [
        ['first', 'failed', 'threw'],
        ['second', 'declined', 'said-nothing'],
      ],
    },
    {
      question: 'late failure',
      outcome: 'failed',
      steps: [
        ['first', 'answered', undefined],
        ['first', 'failed', 'cut-off'],
      ],
      solver: 'first',
    },
  ]
  for (const { question, outcome, steps, solver } of turns) {
    it(`tells what became of a turn: ${question}`, async () => {
      const { headers } = await postChat(stage.url, question)
      const id = headers.get('x-dramatis-turn')
      const trace = (await (await fetch(`${stage.url}/api/v1/turns/${id}`)).json()) as {
        steps: { solver: string; outcome: string; reason?: string }[]
      }
      expect(trace).to.include({ id, outcome, persona: 'patient' })
      expect(trace).to.have.property('milliseconds').that.is.a('number')
      expect('solver' in trace ? trace.solver : undefined).to.equal(solver)
      expect(trace.steps.map((step) => [step.solver, step.outcome, step.reason])).to.deep.equal(steps)
      expect(JSON.stringify(trace)).to.not.include('secret-detail')
    })
  }

  for (const id of ['nope', '00000000-0000-0000-0000-000000000000', '__proto__', '%20']) {
    it(`knows no turn ${id}`, async () => {
      const response = await fetch(`${stage.url}/api/v1/turns/${id}`)
      expect(response.status).to.equal(404)
      expect(response.headers.get('content-type')).to.equal('application/problem+json')
      expect(await response.json()).to.include({ title: 'not-found', status: 404 })
    })
  }
})
