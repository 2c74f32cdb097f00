import type { LanguageTable } from '../table.ts'

const yesOrNo = '(?:un )?(?:sì o (?:un )?no|no o (?:un )?sì)'

export const it: LanguageTable = {
  yes: `
    sì ., sì sì, sì certo, sì grazie, sì per favore, di sì, che sì, un sì, certo, certamente, sicuro, sicuramente,
    ovviamente, naturalmente, esatto, esattamente, giusto, vero, corretto, d'accordo, va bene, volentieri, con piacere,
    perché no, come no, senz'altro, senza dubbio, nessun problema, nessun dubbio, non c'è problema, ok, okay, bene,
    perfetto, ottimo, assolutamente, probabilmente, proprio così, affermativo, buona idea, eccome, accetto,
    per favore, non mi dispiace, non mi dispiacerebbe, 👍, ✅, ✔, 👌, 🆗
  `,
  no: `
    no, mai, mai e poi mai, per niente, per nulla, niente affatto, neanche per sogno, macché, negativo, falso,
    sbagliato, non proprio, non ancora, non direi, impossibile, rifiuto, no grazie, nemmeno, neanche, male,
    cattiva idea, in nessun caso, 👎, ❌, 🚫, 🙅
  `,
  unsure: `
    forse, forse no, magari, non so, non lo so, non so se, non saprei, dipende, boh, può darsi, può essere, chissà,
    chi lo sa, non sono sicuro, non sono sicura, non ne sono sicuro, non ne sono sicura, sì e no, né sì né no, vedremo,
    non ne ho idea, nessuna idea, è possibile, possibile, 🤷, 🤔
  `,
  neutral: 'sì o no, sì o un no, no o sì, no o un sì, non solo, vero o falso, va bene o no, giusto o sbagliato',
  negators: 'non, mai, nessun, nessuna, senza',
  breaks: 'ma, però, perché, quindi, anche se, anzi, allora',
  asks: [
    `(?:significa|vuol dire|è|era) {q} ${yesOrNo}`,
    `{x} (?:significa|vuol dire|è|era) ${yesOrNo}`,
    `(?:(?:questo|quello) )?(?:è|era|significa|vuol dire) ${yesOrNo} ?[:,;-] ?{x}`,
    `{q} ?[:,;.?!-]* ?(?:(?:è|significa|vuol dire) )?${yesOrNo}`,
    `${yesOrNo} ?[:,;-]* ?{q}`,
  ],
  asksBefore: [`(?:(?:questo|quello|allora) )?(?:è|era|significa|vuol dire) ${yesOrNo}`, `ho detto (?:di )?${yesOrNo}`],
  replies: { yes: 'sì', no: 'no', unsure: 'non è chiaro' },
}
