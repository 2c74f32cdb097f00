import { expect } from 'chai'
import type { SolverDefinition } from 'dramatis'
import { chatRequest, createSolver, testContext } from 'dramatis/testing'
import { isWebError, type WebErrorKind } from 'dramatis/web'
import { askOnce } from './ask-once.ts'
import { faults, type LookupServer, type Said } from './lookup-server.ts'

/** A service for the tests of a file. */
export interface LookupStage extends Pick<LookupServer, 'url' | 'asked'> {
  /** What it says instead of an answer, until the test is over. */
  fault: Said | undefined
}

/** Starts a service before the tests of a suite, and closes it after them. */
export function lookupStage(start: (fault: () => Said | undefined) => Promise<LookupServer>): LookupStage {
  let server: LookupServer
  before(async () => {
    server = await start(() => stage.fault)
  })
  after(() => server.close())
  const stage: LookupStage = {
    fault: undefined,
    get url() {
      return server.url
    },
    get asked() {
      return server.asked
    },
  }
  return stage
}

export interface LookupContractOptions {
  stage: LookupStage
  settings: object
  /** What it asks the service for. */
  question: string
  /** What it leaves to others without a call. */
  notAsked: readonly string[]
  /** Faults that its protocol has no form for. */
  lacks?: readonly FaultName[]
}

type FaultName = keyof typeof faults

/** What holds of every solver that looks things up: when it asks, and that a fault is none of its answers. */
export function lookupContract(definition: SolverDefinition, options: LookupContractOptions): void {
  const { stage, settings, question, notAsked, lacks = [] } = options
  afterEach(() => {
    stage.fault = undefined
  })

  it('asks nobody when it is created, and for what it leaves to others', async () => {
    const before = stage.asked.length
    const solver = await createSolver(definition, settings)
    for (const text of notAsked) {
      expect(solver.solve(chatRequest(text), testContext())).to.equal(undefined)
    }
    await solver.close?.()
    expect(stage.asked).to.have.length(before)
  })

  for (const [name, said] of Object.entries<Said>(faults)) {
    if (lacks.some((lacking) => lacking === name)) continue
    it(`fails, and does not decline, on ${name}`, async () => {
      stage.fault = said
      const impatient = { ...settings, requestTimeout: '200ms', retries: 0 }
      const error = await askOnce(definition, impatient, question).catch((thrown: unknown) => thrown)
      expect(isWebError(error) && error.kind).to.equal(kinds[name as FaultName]) // Object.entries forgets the names
    })
  }
}

const kinds: Readonly<Record<FaultName, WebErrorKind>> = {
  'an error page': 'status',
  'a page instead of data': 'malformed',
  'JSON of another shape': 'malformed',
  'half of it': 'network',
  'a rate limit': 'status',
  silence: 'timeout',
}
