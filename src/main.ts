#!/usr/bin/env node
import { CommanderError } from 'commander'
import { describeFailure } from './commands/failure.ts'
import { createProgram } from './commands/program.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit() // whoever read it, such as `head`, has seen enough
  throw error
})

const program = createProgram()
try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}
await Promise.all([written(process.stdout), written(process.stderr)])
process.exit() // a timer or a socket that a plugin left open must not keep a finished command waiting

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2 // it has printed what is to be said
  const debug = program.commands.some((command) => command.opts().logLevel === 'debug')
  process.stderr.write(`${describeFailure(error, debug || process.env.DRAMATIS_LOG_LEVEL === 'debug')}\n`)
  return 1
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void stream.write('', () => resolve()))
}
