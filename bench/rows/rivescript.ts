import { atMost, type Finding, type Row } from '../finding.ts'
import { probe } from '../probe.ts'

export const rivescript: Row = {
  name: 'rivescript',
  title: 'The RiveScript engine by itself, with brains of 50, 2,000 and 100,000 triggers',
  async run(effort) {
    const figure = await probe('rivescript', effort)
    return [50, 2000, 100_000].flatMap((size): Finding[] => {
      const triggers = `${size.toLocaleString('en-US')} triggers`
      const [reply, loaded] = [figure(`reply${size}`), figure(`loaded${size}`)]
      return [
        {
          measure: `a reply, ${triggers}`,
          unit: 'ms',
          dramatis: reply,
          ...(size === 2000 ? { targets: [atMost(reply.median, 0.1, 'ms')] } : {}),
        },
        {
          measure: `loading, ${triggers}`,
          unit: 'ms',
          dramatis: loaded,
          ...(size === 100_000 ? { targets: [atMost(loaded.median, 2000, 'ms')] } : {}),
        },
        { measure: `live memory, ${triggers}`, unit: 'MB', dramatis: figure(`live${size}`) },
      ]
    })
  },
}
