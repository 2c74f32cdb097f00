import type { LanguageTable } from '../table.ts'

const yesOrNo = '(?:ein )?(?:ja oder (?:ein )?nein|nein oder (?:ein )?ja)'

export const de: LanguageTable = {
  yes: `
    ja, jo, joa, jep, jup, yep, jawohl, doch, klar, na klar, klaro, natürlich, selbstverständlich, sicher, sicherlich,
    gewiss, bestimmt, auf jeden fall, auf alle fälle, unbedingt, gern, gerne, freilich, genau, stimmt, richtig, korrekt,
    einverstanden, in ordnung, geht klar, passt, passt gut, okay, ok, gut, na gut, prima, super, toll, alles klar,
    warum nicht, wieso nicht, weshalb nicht, kein problem, kein thema, keine frage, keine einwände, ohne zweifel,
    zweifellos, ohne frage, nichts dagegen, nichts einzuwenden, von mir aus, meinetwegen, denke schon, glaube schon,
    glaub schon, ich schon, wahrscheinlich, vermutlich, absolut, definitiv, mach das, mach mal, mach ruhig, leg los,
    bitte, wahr, mhm, will ich, möchte ich, bin dabei, stimme zu, 👍, ✅, ✔, 👌, 🆗
  `,
  no: `
    nein, nee, nö, ne, nope, nie, niemals, nimmer, keineswegs, keinesfalls, auf keinen fall, in keinem fall, gar nicht,
    überhaupt nicht, nicht wirklich, nicht unbedingt, eher nicht, lieber nicht, noch nicht, falsch, unwahr,
    nicht in frage, ausgeschlossen, unmöglich, nein danke, kaum, bezweifle, lehne ab, ablehnen, schlecht, schlimm,
    dagegen, unter keinen umständen, von wegen, quatsch, lass mal, lass das, bloß nicht, 👎, ❌, 🚫, 🙅
  `,
  unsure: `
    vielleicht, vielleicht nicht, eventuell, möglicherweise, mal sehen, mal schauen, weiß nicht, weiß ich nicht,
    weiß es nicht, weiß ich noch nicht, weiß noch nicht, keine ahnung, unsicher, nicht sicher, nicht ganz sicher,
    nicht so sicher, noch nicht sicher, kommt drauf an, kommt darauf an, je nachdem, jein, ja und nein,
    weder ja noch nein, schwer zu sagen, wer weiß, unentschieden, kann sein, könnte sein, egal, teils teils, 🤷, 🤔
  `,
  neutral: `
    ja oder nein, ja oder ein nein, nein oder ja, nein oder ein ja, na ja, naja, nicht nur, guten tag, guten morgen, guten abend, gute nacht, ach ja,
    richtig oder falsch, wahr oder falsch, gut oder schlecht, bitte schön
  `,
  negators: 'nicht, kein, keine, keinen, keinem, keiner, keines, nie, niemals, ohne',
  breaks: 'aber, sondern, obwohl, weil, denn, also, jedoch, allerdings, doch eher',
  asks: [
    `(?:bedeutet|heißt|meint|bedeutete|hieß) {x} (?:jetzt |nun |eher )?${yesOrNo}`,
    `(?:ist|war) {q} (?:jetzt |nun |eher )?${yesOrNo}`,
    `(?:ist|war|heißt|bedeutet) (?:das|dies|es|folgendes) (?:jetzt |nun |eher )?${yesOrNo} ?[:,;-] ?{x}`,
    `ob {x} (?:jetzt |nun |eher )?${yesOrNo} (?:bedeutet|heißt|ist|war|meint)`,
    `{q} ?[:,;.?!-]* ?(?:(?:ist|war|heißt|bedeutet) (?:das|dies|es) (?:jetzt |nun )?)?${yesOrNo}`,
    `${yesOrNo} ?[:,;-]* ?{q}`,
    `was (?:bedeutet|heißt) {q},? ${yesOrNo}`,
  ],
  asksBefore: [
    `(?:ist|war|heißt|hieß|bedeutet) (?:das|dies|es) (?:jetzt |nun |eher )?${yesOrNo}`,
    `(?:habe ich|hab ich) ${yesOrNo} gesagt`,
    `was (?:denn|nun|jetzt),? ${yesOrNo}`,
  ],
  replies: { yes: 'ja', no: 'nein', unsure: 'unklar' },
}
