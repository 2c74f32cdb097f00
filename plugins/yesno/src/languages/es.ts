import type { LanguageTable } from '../table.ts'

const yesOrNo = '(?:un )?(?:sí o (?:un )?no|no o (?:un )?sí)'

export const es: LanguageTable = {
  yes: `
    sí ., sí sí, sí claro, sí gracias, sí por favor, sí quiero, sí señor, sí señora, sí que, que sí, pues sí, eso sí,
    un sí, yo sí, claro, claro que sí, vale, por supuesto, desde luego, cómo no, por qué no, porque no ., de acuerdo,
    exacto, exactamente, correcto, cierto, verdad, está bien, bien, bueno, buena idea, perfecto, genial, estupendo, ok,
    okay, okey, adelante, con gusto, con mucho gusto, encantado, encantada, sin duda, sin duda alguna, seguro,
    seguramente, probablemente, supongo, eso creo, efectivamente, afirmativo, ya lo creo, hazlo, acepto, venga, dale,
    sin problema, no hay problema, ningún problema, no me importa, no me importaría, no lo dudes, no hay duda,
    absolutamente, totalmente, definitivamente, obvio, obviamente, si quieres, si usted quiere, por favor, 👍, ✅, ✔, 👌,
    🆗
  `,
  no: `
    no, nunca, jamás, para nada, en absoluto, de ninguna manera, de ningún modo, de eso nada, ni hablar, qué va,
    ni de broma, ni loco, ni loca, nada de eso, tampoco, negativo, falso, incorrecto, mentira, me niego, rechazo,
    imposible, mal, mala idea, malo, todavía no, aún no, no gracias, ni pensarlo, 👎, ❌, 🚫, 🙅
  `,
  unsure: `
    quizás, quizá, quizás no, quizá no, tal vez, tal vez no, a lo mejor, puede ser, puede que, puede que sí,
    puede que no, depende, no sé, no lo sé, no sé si, no sabría decir, ni idea, no tengo idea, no tengo ni idea,
    no estoy seguro, no estoy segura, no estoy muy seguro, no estoy muy segura, sí y no, ni sí ni no, quién sabe,
    es posible, posiblemente, más o menos, a saber, ya veremos, no lo tengo claro, 🤷, 🤔
  `,
  neutral: `
    sí o no, sí o un no, no o sí, no o un sí, buenos días, buenas tardes, buenas noches, no solo, verdadero o falso, bien o mal, es que no
  `,
  negators: 'no, nunca, jamás, ni, sin, tampoco',
  breaks: 'pero, aunque, porque, pues, sino, bueno, entonces',
  asks: [
    `(?:significa|quiere decir|es|era) {q} ${yesOrNo}`,
    `{x} (?:significa|quiere decir|es|era) ${yesOrNo}`,
    `(?:(?:eso|esto) )?(?:es|era|significa|quiere decir)(?: eso| esto)? ${yesOrNo} ?[:,;-] ?{x}`,
    `si {x} (?:significa|quiere decir|es) ${yesOrNo}`,
    `{q} ?[:,;.?!¿-]* ?(?:(?:eso )?(?:es|significa|quiere decir)(?: eso)? )?${yesOrNo}`,
    `${yesOrNo} ?[:,;-]* ?{q}`,
    `qué (?:significa|quiere decir) {q},? ¿?${yesOrNo}`,
  ],
  asksBefore: [
    `(?:(?:eso|esto) )?(?:es|era|fue|significa|quiere decir)(?: eso| esto)? ${yesOrNo}`,
    `he dicho (?:que )?${yesOrNo}`,
    `dije (?:que )?${yesOrNo}`,
  ],
  replies: { yes: 'sí', no: 'no', unsure: 'no está claro' },
}
