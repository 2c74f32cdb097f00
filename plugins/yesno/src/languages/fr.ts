import type { LanguageTable } from '../table.ts'

const yesOrNo = '(?:un )?(?:oui ou (?:bien )?(?:un )?non|non ou (?:un )?oui)'

export const fr: LanguageTable = {
  yes: `
    oui, ouais, ouaip, ouep, mouais, si ., mais si, si si, que si, moi si, bien sûr, certainement, évidemment,
    absolument, tout à fait, exactement, exact, effectivement, en effet, d'accord, ok, okay, vrai, c'est ça,
    volontiers, avec plaisir, pourquoi pas, parfait, bien, bon, très bien, génial, super, ça marche, ça roule, ça va,
    sans doute, sans aucun doute, aucun doute, pas de problème, aucun problème, pas de souci, aucun souci,
    sans problème, pas d'objection, je crois, je pense, probablement, sûrement, bonne idée, entendu, vas y, allez y,
    bien entendu, carrément, affirmatif, je veux bien, soit, correct, juste, j'accepte, accepté, si tu veux,
    si vous voulez, s'il te plaît, s'il vous plaît, 👍, ✅, ✔, 👌, 🆗
  `,
  no: `
    non, nan, nenni, jamais, pas du tout, pas vraiment, surtout pas, hors de question, pas question, jamais de la vie,
    en aucun cas, aucunement, nullement, négatif, faux, incorrect, impossible, pas encore, pas maintenant,
    pas aujourd'hui, non merci, non plus, refuse, je refuse, refusé, mauvais, mauvaise idée, mal, plutôt pas,
    en aucune façon, que dalle, 👎, ❌, 🚫, 🙅
  `,
  unsure: `
    peut être, peut être pas, je ne sais pas, je sais pas, sais pas, j'sais pas, chais pas, aucune idée, pas d'idée,
    ça dépend, cela dépend, dépend, pas sûr, pas sûre, pas certain, pas certaine, pas trop sûr, pas vraiment sûr,
    oui et non, ni oui ni non, c'est possible, possible, qui sait, difficile à dire, on verra, bof, éventuellement,
    incertain, j'hésite, 🤷, 🤔
  `,
  neutral: `
    oui ou non, oui ou un non, oui ou bien non, non ou oui, non ou un oui, n'est ce pas, bien que, eh bien, ou bien, bon matin, bon après midi, vrai ou faux,
    pas seulement, bien ou mal, ah bon, je ne sais pas si, je sais pas si
  `,
  negators: 'pas, jamais, aucun, aucune, guère, sans',
  breaks: 'mais, cependant, pourtant, parce, car, donc, alors, enfin',
  asks: [
    `(?:est ?-?ce que |est-ce qu')?{x} (?:veut dire|signifie|veut-il dire|signifie-t-il|est|était) ${yesOrNo}`,
    `(?:est|était)-ce (?:que )?{q} ${yesOrNo}`,
    `(?:est-ce|c'est|c'était|est-ce que c'est|est-ce que ça veut dire|ça veut dire|cela veut dire) ${yesOrNo} ?[:,;-] ?{x}`,
    `si {x} (?:veut dire|signifie|est) ${yesOrNo}`,
    `{q} ?[:,;.?!-]* ?(?:(?:est-ce|c'est|ça veut dire|cela veut dire|est-ce que c'est) )?${yesOrNo}`,
    `${yesOrNo} ?[:,;-]* ?{q}`,
    `que (?:veut dire|signifie) {q},? ${yesOrNo}`,
  ],
  asksBefore: [
    `(?:alors,? )?(?:est-ce|c'est|c'était|était-ce|est-ce que c'est|est-ce que c'était|est-ce que ça veut dire|ça veut dire|cela veut dire) ${yesOrNo}`,
    `(?:ai-je|est-ce que j'ai|j'ai) dit ${yesOrNo}`,
  ],
  replies: { yes: 'oui', no: 'non', unsure: 'incertain' },
}
