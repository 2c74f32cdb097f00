import { createDatetime } from './datetime.ts'

export { type Clock, createDatetime } from './datetime.ts'
export default createDatetime({ now: () => new Date() })
