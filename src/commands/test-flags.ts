import { InvalidArgumentError, Option } from 'commander'
import { surfaceNames } from '../dialogs/clients/index.ts'

const surfaces = ['all', ...surfaceNames]

export const surface = () =>
  new Option('--surface <NAME>', `where to hold them: ${surfaces.join(', ')}; repeatable (default: all)`).argParser(
    (name: string, before: readonly string[] = []) => {
      if (surfaces.includes(name)) return [...before, name]
      throw new InvalidArgumentError(`Choose from ${surfaces.join(', ')}.`)
    },
  )

export const junit = () => new Option('--junit <FILE>', 'write the results there, as JUnit XML')

export const record = () =>
  new Option('--record', 'ask web services what is not on the tapes yet, and put it there; else nothing is asked')
