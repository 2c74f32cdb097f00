import { add, divide, multiply, type Rational, rational, subtract, zero } from './rational.ts'

export type Dimension =
  | 'length'
  | 'mass'
  | 'temperature'
  | 'volume'
  | 'area'
  | 'speed'
  | 'time'
  | 'data'
  | 'energy'
  | 'power'
  | 'pressure'

/** `amount * factor + offset` is the amount in the dimension's base unit, exactly. */
export interface Unit {
  readonly symbol: string
  readonly dimension: Dimension
  readonly factor: Rational
  readonly offset: Rational
}

/** The amount in `to` of an amount in `from`, which has the same dimension. */
export function convert(amount: Rational, from: Unit, to: Unit): Rational {
  return divide(subtract(add(multiply(amount, from.factor), from.offset), to.offset), to.factor)
}

/**
 * Exact factors to metre, kilogram, kelvin, litre, square metre, metre per second, second, byte, joule, watt and
 * pascal. The pound, the yard and the US gallon are defined by them; a year has 365 days here, the calorie is the
 * thermochemical one, and the British thermal unit and the inch of water follow the international tables.
 */
const factors: Record<Dimension, Record<string, string>> = {
  length: {
    nm: '1e-9',
    µm: '1e-6',
    mm: '0.001',
    cm: '0.01',
    dm: '0.1',
    m: '1',
    km: '1000',
    in: '0.0254',
    ft: '0.3048',
    yd: '0.9144',
    mi: '1609.344',
    nmi: '1852',
    au: '149597870700',
    ly: '9460730472580800',
  },
  mass: {
    µg: '1e-9',
    mg: '1e-6',
    g: '0.001',
    kg: '1',
    t: '1000',
    oz: '0.028349523125',
    lb: '0.45359237',
    st: '6.35029318',
    'short ton': '907.18474',
    'long ton': '1016.0469088',
    ct: '0.0002',
  },
  temperature: { K: '1', '°C': '1', '°F': '5/9' },
  volume: {
    ml: '0.001',
    cl: '0.01',
    dl: '0.1',
    l: '1',
    hl: '100',
    'cm³': '0.001',
    'dm³': '1',
    'm³': '1000',
    'in³': '0.016387064',
    'ft³': '28.316846592',
    tsp: '0.00492892159375',
    tbsp: '0.01478676478125',
    'fl oz': '0.0295735295625',
    cup: '0.2365882365',
    pt: '0.473176473',
    qt: '0.946352946',
    gal: '3.785411784',
    'imp fl oz': '0.0284130625',
    'imp pt': '0.56826125',
    'imp qt': '1.1365225',
    'imp gal': '4.54609',
    bbl: '158.987294928',
  },
  area: {
    'mm²': '1e-6',
    'cm²': '1e-4',
    'dm²': '0.01',
    'm²': '1',
    a: '100',
    ha: '10000',
    'km²': '1e6',
    'in²': '0.00064516',
    'ft²': '0.09290304',
    'yd²': '0.83612736',
    ac: '4046.8564224',
    'mi²': '2589988.110336',
  },
  speed: { 'm/s': '1', 'km/h': '5/18', mph: '0.44704', 'ft/s': '0.3048', kn: '463/900' },
  time: {
    ns: '1e-9',
    µs: '1e-6',
    ms: '0.001',
    s: '1',
    min: '60',
    h: '3600',
    d: '86400',
    wk: '604800',
    yr: '31536000',
  },
  data: {
    bit: '1/8',
    kbit: '125',
    Mbit: '125000',
    Gbit: '125e6',
    Tbit: '125e9',
    byte: '1',
    kB: '1000',
    MB: '1e6',
    GB: '1e9',
    TB: '1e12',
    PB: '1e15',
    KiB: '1024',
    MiB: '1048576',
    GiB: '1073741824',
    TiB: '1099511627776',
    PiB: '1125899906842624',
  },
  energy: {
    J: '1',
    kJ: '1000',
    MJ: '1e6',
    cal: '4.184',
    kcal: '4184',
    Wh: '3600',
    kWh: '3.6e6',
    MWh: '3.6e9',
    BTU: '1055.05585262',
  },
  power: { W: '1', kW: '1000', MW: '1e6', GW: '1e9', hp: '745.69987158227022', PS: '735.49875' },
  pressure: {
    Pa: '1',
    hPa: '100',
    kPa: '1000',
    mbar: '100',
    bar: '100000',
    atm: '101325',
    psi: '44482216152605/6451600000',
    mmHg: '133.322387415',
  },
}

const offsets: Record<string, string> = { '°C': '273.15', '°F': '45967/180' }

/** Every unit by its symbol. */
export const units: ReadonlyMap<string, Unit> = new Map(
  Object.entries(factors).flatMap(([dimension, symbols]) =>
    Object.entries(symbols).map(([symbol, factor]): [string, Unit] => [
      symbol,
      {
        symbol,
        dimension: dimension as Dimension, // Object.entries widens the keys of the record above
        factor: exact(factor),
        offset: exact(offsets[symbol] ?? '0'),
      },
    ]),
  ),
)

/** Other ways to write a symbol; upper and lower case are told apart first, and only then overlooked. */
export const otherSymbols: Readonly<Record<string, string>> = {
  C: '°C',
  F: '°F',
  kts: 'kn',
  kt: 'kn',
  "'": 'ft',
  '"': 'in',
  ccm: 'cm³',
  cc: 'cm³',
  sqft: 'ft²',
  sqm: 'm²',
  qm: 'm²',
  qkm: 'km²',
  lbs: 'lb',
  kph: 'km/h',
  kmh: 'km/h',
  hr: 'h',
  hrs: 'h',
  sec: 's',
  secs: 's',
  mins: 'min',
  um: 'µm',
  Tb: 'Tbit',
  Gb: 'Gbit',
  Mb: 'Mbit',
  B: 'byte',
  b: 'bit',
  floz: 'fl oz',
}

function exact(text: string): Rational {
  const [numerator = '', denominator] = text.split('/')
  if (denominator !== undefined) return rational(BigInt(numerator), BigInt(denominator))
  const [mantissa = '', exponent = '0'] = numerator.split('e')
  const [whole = '', decimals = ''] = mantissa.split('.')
  const digits = BigInt(whole + decimals)
  const places = decimals.length - Number(exponent)
  if (digits === 0n) return zero
  return places > 0 ? rational(digits, 10n ** BigInt(places)) : rational(digits * 10n ** BigInt(-places))
}
