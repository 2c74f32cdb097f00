import { NoResult } from './no-result.ts'
import type { BinaryOperator, ListName, Node } from './node.ts'
import { compare, one, rational } from './rational.ts'
import type { Token } from './tokens.ts'
import { unitOfSymbol } from './unit-words.ts'

/** How strongly an operator holds what stands on its left. */
const strength: Record<BinaryOperator, number> = { '+': 10, '-': 10, mod: 20, '*': 20, '/': 20, '^': 40 }
const [ofStrength, prefixStrength, postfixStrength] = [25, 30, 50]
/** Brackets and prefixes go at most this deep. */
const deepest = 100

/** Reads a whole sum, by operator precedence. @throws NoResult where the tokens are no sum. */
export function parse(tokens: readonly Token[]): Node {
  let at = 0
  let depth = 0
  const sum = expression(0)
  if (at < tokens.length) throw new NoResult('no-sum')
  return sum

  function expression(above: number): Node {
    if (++depth > deepest) throw new NoResult('no-sum')
    let left = operand()
    for (let next = extend(left, above); next; next = extend(left, above)) left = next
    depth--
    return left
  }

  /** What stands where a value is expected. */
  function operand(): Node {
    const token = tokens[at++]
    switch (token?.type) {
      case 'number':
        return number(token)
      case '(':
        return bracketed()
      case 'binary':
        if (token.operator === '-') return { type: 'negate', inner: expression(prefixStrength) }
        if (token.operator === '+') return expression(prefixStrength)
        throw new NoResult('no-sum')
      case 'prefix':
        return prefixed(token.name)
      case 'list':
        return list(token.name)
      case 'postfix':
      case 'unit':
      case 'of':
      case 'and':
      case ',':
      case ')':
      case undefined:
        throw new NoResult('no-sum')
    }
  }

  /** `left` with the operator that follows it, where that holds more strongly than what stands before. */
  function extend(left: Node, above: number): Node | undefined {
    const token = tokens[at]
    switch (token?.type) {
      case 'binary':
        return binary(left, token.operator, above)
      case 'postfix':
        return token.name === 'percent' && isOperand(tokens[at + 1])
          ? binary(left, 'mod', above)
          : postfix(left, token.name, above)
      case 'of':
        if (above >= ofStrength || !isPart(left)) return undefined
        at++
        return { type: 'of', part: left, whole: expression(ofStrength - 1) }
      case '(':
      case 'number':
        return implied(left, token.type, above)
      case 'prefix':
      case 'list':
      case 'unit':
      case 'and':
      case ',':
      case ')':
      case undefined:
        return undefined
    }
  }

  function binary(left: Node, operator: BinaryOperator, above: number): Node | undefined {
    if (strength[operator] <= above) return undefined
    at++
    const right = expression(operator === '^' ? strength['^'] - 1 : strength[operator])
    return { type: 'binary', operator, left, right }
  }

  function postfix(inner: Node, name: Extract<Token, { type: 'postfix' }>['name'], above: number): Node | undefined {
    if (above >= postfixStrength) return undefined
    at++
    switch (name) {
      case 'percent':
        return { type: 'percent', inner }
      case 'factorial':
        return { type: 'factorial', inner }
      case 'squared':
        return toPower(inner, 2n)
      case 'cubed':
        return toPower(inner, 3n)
    }
  }

  /** `2(3 + 4)` is a product, and `half a dozen` is a part of twelve. */
  function implied(left: Node, next: '(' | 'number', above: number): Node | undefined {
    const token = tokens[at]
    const isProduct = next === '(' || (token?.type === 'number' && token.name === 'π')
    if (isProduct && above < strength['*']) {
      return { type: 'binary', operator: '*', left, right: expression(strength['*']) }
    }
    if (left.type !== 'number' || left.name === undefined || above >= ofStrength) return undefined
    return { type: 'of', part: left, whole: expression(ofStrength - 1) }
  }

  function bracketed(): Node {
    const inner = expression(0)
    if (tokens[at++]?.type !== ')') throw new NoResult('no-sum')
    return inner
  }

  function prefixed(name: Extract<Token, { type: 'prefix' }>['name']): Node {
    const inner = expression(prefixStrength)
    switch (name) {
      case 'square root':
        return { type: 'root', degree: 2n, inner }
      case 'cube root':
        return { type: 'root', degree: 3n, inner }
      case 'square':
        return toPower(inner, 2n)
      case 'cube':
        return toPower(inner, 3n)
      case 'double':
        return { type: 'binary', operator: '*', left: whole(2n), right: inner }
      case 'triple':
        return { type: 'binary', operator: '*', left: whole(3n), right: inner }
      case 'factorial':
        return { type: 'factorial', inner }
    }
  }

  /** At least two values, parted by commas or `and`, with or without brackets around them. */
  function list(name: ListName | 'sum' | 'product'): Node {
    const inBrackets = tokens[at]?.type === '('
    if (inBrackets) at++
    const items = [expression(0)]
    while (tokens[at]?.type === ',' || tokens[at]?.type === 'and') {
      at++
      if (tokens[at]?.type === 'and') at++
      items.push(expression(0))
    }
    if (inBrackets && tokens[at++]?.type !== ')') throw new NoResult('no-sum')
    if (items.length < 2) throw new NoResult('no-sum')
    if (name === 'sum') return items.reduce((left, right) => ({ type: 'binary', operator: '+', left, right }))
    if (name === 'product') return items.reduce((left, right) => ({ type: 'binary', operator: '*', left, right }))
    return { type: 'list', name, items }
  }

  /** A number, or an amount in one unit or in several: 5 ft 10 in, one hour and 30 minutes. */
  function number({ value, name }: Extract<Token, { type: 'number' }>): Node {
    const first = tokens[at]
    if (first?.type !== 'unit') return { type: 'number', value, ...(name === undefined ? {} : { name }) }
    at++
    const parts = [{ amount: value, word: first.word }]
    for (;;) {
      const skip = tokens[at]?.type === 'and' ? 1 : 0
      const [amount, unit] = [tokens[at + skip], tokens[at + skip + 1]]
      const last = parts.at(-1)?.word.unit
      if (amount?.type !== 'number' || unit?.type !== 'unit' || last?.dimension !== unit.word.unit.dimension) break
      if (compare(unit.word.unit.factor, last.factor) >= 0) break
      parts.push({ amount: amount.value, word: unit.word })
      at += skip + 2
    }
    const [inches, end] = [tokens[at], tokens[at + 1]]
    const inch = unitOfSymbol('in')
    // People say their height so: 5 foot 10.
    if (inch && parts.at(-1)?.word.unit.symbol === 'ft' && inches?.type === 'number' && end === undefined) {
      parts.push({ amount: inches.value, word: inch })
      at++
    }
    return { type: 'quantity', parts }
  }
}

function whole(value: bigint): Node {
  return { type: 'number', value: rational(value) }
}

function toPower(left: Node, exponent: bigint): Node {
  return { type: 'binary', operator: '^', left, right: whole(exponent) }
}

/** What may stand before `of`: a percentage or a fraction, so that `3 of 4` is left to others. */
function isPart(node: Node): boolean {
  return node.type === 'percent' || (node.type === 'number' && node.value.d !== one.d)
}

function isOperand(token: Token | undefined): boolean {
  return token?.type === 'number' || token?.type === '('
}
