import type { ChildProcess } from 'node:child_process'

/** How long a child may take to end by itself after its input has, and again after SIGTERM; in milliseconds. */
export interface Patience {
  readonly input: number
  readonly term: number
}

const usual: Patience = { input: 1_000, term: 1_000 }
const isWindows = process.platform === 'win32'
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const living = new Set<ChildProcess>()

/** Sees to it that a child does not outlive this process, however that ends, short of SIGKILL. */
export function watchOver(child: ChildProcess): void {
  if (living.size === 0) {
    process.once('exit', killAll)
    for (const name of endings) process.on(name, ended)
  }
  living.add(child)
  child.once('exit', () => {
    sweep(child)
    living.delete(child)
    if (living.size > 0) return
    process.off('exit', killAll)
    for (const name of endings) process.off(name, ended)
  })
}

/** Ends a child with everything that it has started: it is asked first, then told, then killed. */
export async function end(child: ChildProcess, { input, term }: Patience = usual): Promise<void> {
  child.stdin?.end()
  if (await exits(child, input)) return
  signal(child, 'SIGTERM')
  if (await exits(child, term)) return
  signal(child, 'SIGKILL')
  await exits(child, 5_000)
}

function exits(child: ChildProcess, limit: number): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(false), limit)
    const over = () => done(true)
    const done = (isOver: boolean): void => {
      clearTimeout(timer)
      child.off('exit', over)
      resolve(isOver)
    }
    child.once('exit', over)
  })
}

/** What a child leaves behind it: those it started are in its group, which keeps its number while one of them lives. */
function sweep(child: ChildProcess): void {
  if (isWindows || !signal(child, 'SIGTERM')) return
  setTimeout(() => signal(child, 'SIGKILL'), 500).unref()
}

function killAll(): void {
  for (const child of living) signal(child, 'SIGKILL')
}

/** Where somebody else hears the signal too, that one closes everything in order. */
function ended(name: NodeJS.Signals): void {
  if (process.listenerCount(name) > 1) return
  killAll()
  process.off(name, ended)
  process.kill(process.pid, name)
}

/** To a child and its whole group. False where there is nobody left. */
function signal(child: ChildProcess, name: NodeJS.Signals): boolean {
  if (child.pid === undefined) return false
  if (isWindows) return child.kill(name)
  try {
    return process.kill(-child.pid, name)
  } catch {
    return false // ESRCH: all of them are gone
  }
}
