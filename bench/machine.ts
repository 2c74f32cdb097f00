import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'

/** The core that servers run on, and the one that loads them. */
export const serverCore = 0
export const loadCore = 1

/** The repository, and this folder's sources: what runs lies in `bench/dist`. */
export const repository = join(import.meta.dirname, '../..')
export const sources = join(repository, 'bench')

/** For files that a run makes; it goes with the process. */
export const scratchFolder = mkdtempSync(join(tmpdir(), 'dramatis-bench-'))
process.once('exit', () => rmSync(scratchFolder, { recursive: true, force: true }))

/** What figures depend on, apart from the code. */
export interface Conditions {
  takenAt: string
  node: string
  processor: string
  cores: number
  memoryGigabytes: number
  /** Processes that wanted a core in the minute before, on average: near 0 where nothing else runs. */
  loadBefore: number
}

export function conditions(): Conditions {
  return {
    takenAt: new Date().toISOString(),
    node: process.version,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  }
}

/** What is missing to run here, as sentences that say what to do. */
export function missingTools(): readonly string[] {
  const missing: string[] = []
  if (process.platform !== 'linux') missing.push('Memory is read from /proc and cores are pinned: run this on Linux.')
  if (availableParallelism() < 2) missing.push('Server and load generator need a core each; this machine has one.')
  if (!isInstalled('wrk')) missing.push('wrk is missing; install it, on Debian and Ubuntu with "apt-get install wrk".')
  if (!isInstalled('taskset')) missing.push('taskset is missing; it comes with the package util-linux.')
  return missing
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined
}
