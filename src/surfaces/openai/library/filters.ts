import { refuse } from '../../../http/index.ts'

export type AttributeValue = string | number | boolean
export type Attributes = Readonly<Record<string, AttributeValue>>
export type Matches = (attributes: Attributes) => boolean

type Comparison = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin'

/** What a file's attribute must be for the comparison to hold; undefined is a file without it. */
const comparisons: Record<Comparison, (own: AttributeValue | undefined, value: unknown) => boolean> = {
  eq: (own, value) => own === value,
  ne: (own, value) => own !== value,
  gt: (own, value) => order(own, value) > 0,
  gte: (own, value) => order(own, value) >= 0,
  lt: (own, value) => order(own, value) < 0,
  lte: (own, value) => order(own, value) <= 0,
  in: (own, value) => own !== undefined && Array.isArray(value) && value.includes(own),
  nin: (own, value) => own === undefined || (Array.isArray(value) && !value.includes(own)),
}

/**
 * A filter on the attributes of files. Source: `ComparisonFilter`, `CompoundFilter`.
 * @throws RuntimeError `invalid-request`
 */
export function readFilter(filter: unknown, pointer: string): Matches {
  if (typeof filter !== 'object' || filter === null || !('type' in filter)) {
    refuse(pointer, 'A filter is an object with a "type".')
  }
  const { type } = filter
  if (type === 'and' || type === 'or') {
    if (!('filters' in filter) || !Array.isArray(filter.filters)) refuse(`${pointer}/filters`, 'It must be an array.')
    const inner = filter.filters.map((each, index) => readFilter(each, `${pointer}/filters/${index}`))
    return type === 'and'
      ? (attributes) => inner.every((matches) => matches(attributes))
      : (attributes) => inner.some((matches) => matches(attributes))
  }
  if (!isComparison(type))
    refuse(`${pointer}/type`, `It must be one of and, or, ${Object.keys(comparisons).join(', ')}.`)
  const { key, value } = { key: undefined, value: undefined, ...filter }
  if (typeof key !== 'string') refuse(`${pointer}/key`, 'It must be the name of an attribute.')
  requireValue(type, value, `${pointer}/value`)
  const holds = comparisons[type]
  return (attributes) => holds(Object.hasOwn(attributes, key) ? attributes[key] : undefined, value)
}

function isComparison(type: unknown): type is Comparison {
  return typeof type === 'string' && Object.hasOwn(comparisons, type)
}

/** @throws RuntimeError `invalid-request` */
function requireValue(type: Comparison, value: unknown, pointer: string): void {
  if (type === 'in' || type === 'nin') {
    if (!Array.isArray(value) || !value.every(isValue)) refuse(pointer, 'It must be an array of values.')
  } else if (!isValue(value)) {
    refuse(pointer, 'It must be a text, a number or a boolean.')
  }
}

function isValue(value: unknown): value is AttributeValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Not a number where the two cannot be compared: no comparison holds then. */
function order(own: AttributeValue | undefined, value: unknown): number {
  if (typeof own === 'number' && typeof value === 'number') return own - value
  if (typeof own === 'string' && typeof value === 'string') return own < value ? -1 : own > value ? 1 : 0
  return Number.NaN
}
