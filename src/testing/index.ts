/** Contract suites and harness for authors of plugins: `import { solverContract } from 'dramatis/testing'`. */
export { chatRequest, createSolver, mapMemory, type Settled, settle, silentLog, testContext } from './harness.ts'
export { createTestPersona, startTestHost, type TestHostOptions, type TestPersona } from './host.ts'
export { aborted, gate, type Script, scriptedSolver } from './script.ts'
export { type SolverContractOptions, solverContract } from './solver-contract.ts'
export { type SurfaceContractOptions, surfaceContract } from './surface/contract.ts'
export type { Carries, DriverQuestion, DriverRequest, Heard, SurfaceDriver } from './surface/driver.ts'
export { type OpenToolbox, type OpenToolboxOptions, openToolbox, type TestCall } from './toolbox.ts'
export { type ToolboxCall, type ToolboxContractOptions, toolboxContract } from './toolbox-contract.ts'
