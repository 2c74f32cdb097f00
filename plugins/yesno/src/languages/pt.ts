import type { LanguageTable } from '../table.ts'

const yesOrNo = '(?:um )?(?:sim ou (?:um )?não|não ou (?:um )?sim)'

export const pt: LanguageTable = {
  yes: `
    sim, claro, claro que sim, com certeza, certamente, certo, exato, exatamente, correto, verdade, pois é, pois sim,
    de acordo, concordo, ok, okay, está bem, tá bom, tá, tudo bem, beleza, por que não, porque não ., porquê não,
    sem dúvida, sem problema, sem problemas, não tem problema, não há problema, com prazer, com todo o gosto, perfeito,
    ótimo, bem, bom, boa ideia, provavelmente, isso mesmo, afirmativo, naturalmente, obviamente, evidentemente, aceito,
    uhum, aham, por favor, não me importo, absolutamente, 👍, ✅, ✔, 👌, 🆗
  `,
  no: `
    não, nunca, jamais, de jeito nenhum, de modo nenhum, de modo algum, de forma alguma, de forma nenhuma,
    de maneira nenhuma, nem pensar, nada disso, negativo, falso, errado, incorreto, impossível, não obrigado,
    não obrigada, ainda não, tampouco, recuso, mal, má ideia, absolutamente não, 👎, ❌, 🚫, 🙅
  `,
  unsure: `
    talvez, talvez não, não sei, não sei se, sei lá, não tenho certeza, não tenho a certeza, depende, pode ser,
    quem sabe, sim e não, nem sim nem não, não faço ideia, possivelmente, é possível, vamos ver, mais ou menos, 🤷, 🤔
  `,
  neutral:
    'sim ou não, sim ou um não, não ou sim, não ou um sim, bom dia, não só, verdadeiro ou falso, certo ou errado',
  negators: 'não, nunca, jamais, nem, sem',
  breaks: 'mas, porém, embora, porque, então, pois',
  asks: [
    `(?:significa|quer dizer|é|era) {q} ${yesOrNo}`,
    `{x} (?:significa|quer dizer|é|era) ${yesOrNo}`,
    `(?:(?:isso|isto) )?(?:é|era|significa|quer dizer)(?: isso| isto)? ${yesOrNo} ?[:,;-] ?{x}`,
    `{q} ?[:,;.?!-]* ?(?:(?:isso )?(?:é|significa|quer dizer) )?${yesOrNo}`,
    `${yesOrNo} ?[:,;-]* ?{q}`,
  ],
  asksBefore: [
    `(?:(?:isso|isto) )?(?:é|era|foi|significa|quer dizer)(?: isso| isto)? ${yesOrNo}`,
    `eu disse (?:que )?${yesOrNo}`,
  ],
  replies: { yes: 'sim', no: 'não', unsure: 'não está claro' },
}
