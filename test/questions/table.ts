import { expect } from 'chai'
import { type Understood, understand } from 'dramatis/questions'

/** The kind as `time of birth`, `isA animal`, or `bare` where nothing but the subject was said. */
export type Row = readonly [text: string, kind: string, subject: string]

/** One test for each question of a language that is understood, and for each text that is none. */
export function questionTable(lang: string, understood: readonly Row[], declined: readonly string[]): void {
  describe(`questions in ${lang}`, () => {
    for (const text of declined) {
      it(`none in "${text.slice(0, 60)}"`, () => expect(understand(text, lang)).to.equal(undefined))
    }
    for (const [text, kind, subject] of understood) {
      it(`"${text}" asks for ${kind}: ${subject}`, () => {
        const question = understand(text, lang)
        expect(question && [kindOf(question), question.subject]).to.deep.equal([kind, subject])
        expect(question?.lang).to.equal(lang)
      })
    }
  })
}

function kindOf(question: Understood): string {
  switch (question.kind) {
    case 'isA':
      return `isA ${question.category}`
    case 'place':
    case 'time':
      return question.event === undefined ? question.kind : `${question.kind} of ${question.event}`
    case 'topic':
      return question.explicit ? 'topic' : 'bare'
    default:
      return question.kind
  }
}
