import type { LanguageTable } from '../table.ts'

const yesOrNo = '(?:een )?(?:ja of (?:een )?nee|nee of (?:een )?ja)'

export const nl: LanguageTable = {
  yes: `
    ja, jawel, jazeker, jep, yep, zeker, zeker weten, natuurlijk, tuurlijk, uiteraard, vanzelfsprekend, absoluut,
    beslist, precies, klopt, juist, inderdaad, akkoord, mee eens, ok, oké, okay, goed, prima, is goed, in orde, graag,
    heel graag, waarom niet, geen probleem, geen bezwaar, zonder twijfel, ongetwijfeld, denk het wel, geloof het wel,
    denk van wel, waarschijnlijk, vast wel, doe maar, top, waar, goed idee, ik wel, alsjeblieft, alstublieft,
    vind het niet erg, 👍, ✅, ✔, 👌, 🆗
  `,
  no: `
    nee, neen, nope, nooit, helemaal niet, echt niet, niet echt, liever niet, nog niet, nu niet, geen sprake van,
    in geen geval, geenszins, onmogelijk, fout, onjuist, weiger, nee bedankt, nee dank je, slecht, slecht idee,
    geen denken aan, geen zin, ben je gek, 👎, ❌, 🚫, 🙅
  `,
  unsure: `
    misschien, misschien niet, wellicht, mogelijk, weet niet, weet ik niet, weet het niet, weet het nog niet,
    geen idee, geen flauw idee, hangt ervan af, ligt eraan, niet zeker, niet helemaal zeker, niet zo zeker, onzeker,
    ja en nee, wie weet, moeilijk te zeggen, kan zijn, zou kunnen, we zullen zien, maakt niet uit, 🤷, 🤔
  `,
  neutral:
    'ja of nee, ja of een nee, nee of ja, nee of een ja, niet alleen, goede morgen, goede avond, waar of niet waar, goed of slecht, nou ja',
  negators: 'niet, geen, nooit, zonder',
  breaks: 'maar, echter, hoewel, omdat, want, dus, eigenlijk',
  asks: [
    `(?:betekent|is|was) {q} ${yesOrNo}`,
    `betekent {x} ${yesOrNo}`,
    `(?:is|was|betekent) (?:dat|dit|het) (?:nu )?${yesOrNo} ?[:,;-] ?{x}`,
    `of {x} ${yesOrNo} (?:betekent|is)`,
    `{q} ?[:,;.?!-]* ?(?:(?:is|betekent) (?:dat|dit|het) )?${yesOrNo}`,
    `${yesOrNo} ?[:,;-]* ?{q}`,
  ],
  asksBefore: [`(?:is|was|betekent) (?:dat|dit|het) (?:nu )?${yesOrNo}`, `wat is het,? ${yesOrNo}`],
  replies: { yes: 'ja', no: 'nee', unsure: 'onduidelijk' },
}
