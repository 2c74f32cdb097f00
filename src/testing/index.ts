/** Contract suites and harness for authors of plugins: `import { solverContract } from 'dramatis/testing'`. */
export { chatRequest, createSolver, mapMemory, type Settled, settle, silentLog, testContext } from './harness.ts'
export { type SolverContractOptions, solverContract } from './solver-contract.ts'
