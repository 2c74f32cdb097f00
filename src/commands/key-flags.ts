import { InvalidArgumentError, Option } from 'commander'

export const keyPersona = () =>
  new Option('--persona <PERSONA>', 'a persona it is good for, * is any letters; repeatable (default: all)').argParser(
    collect,
  )

export const keySurface = () =>
  new Option('--surface <SURFACE>', 'a surface it is good for, like openai; repeatable (default: all)').argParser(
    collect,
  )

export const keyTool = () =>
  new Option(
    '--tool <TOOL>',
    'a tool it may call directly; repeatable (default: all, or none with --persona)',
  ).argParser(collect)

export const manage = () => new Option('--manage', 'let it change personas, and read what others have left behind')

export const rate = () => new Option('--rate <NUMBER>', 'requests a minute (default: no limit)').argParser(toNumber)

export const concurrency = () =>
  new Option('--concurrency <NUMBER>', 'requests at the same time (default: no limit)').argParser(toNumber)

export const expires = () =>
  new Option('--expires <TIME>', 'when it ends, like 30d, 12h or 2027-01-31 (default: never)').argParser(toTime)

export const aws = () => new Option('--aws', 'make a pair for AWS clients too, which sign what they send')

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function toNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write it as a number from 1 on.')
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 } as const

function toTime(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,4})([mhdwy])$/.exec(text) ?? []
  if (number && unit) return Date.now() + Number(number) * units[unit as keyof typeof units] // the pattern's own units
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 10)) // no 30th of February
  if (isDay && time > Date.now()) return time
  throw new InvalidArgumentError('Write it like 30d, 12h or 2y, or as a day to come like 2027-01-31.')
}
