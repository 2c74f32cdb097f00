import { defineSolver, primaryLanguage } from 'dramatis'
import type { Conversation } from './compile.ts'
import { loadScript, prepareScript } from './load.ts'
import { respond } from './respond.ts'
import { smallTalk } from './script/index.ts'

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      script: {
        description: 'A JSON file to talk by, relative to the persona file; the bundled script otherwise.',
        type: 'string',
        minLength: 1,
      },
    },
    additionalProperties: false,
  },
  create: async ({ script }, { baseFolder }) => {
    const own = script === undefined ? undefined : await loadScript(script, baseFolder)
    return {
      solve: (request, { lang }) =>
        primaryLanguage(lang) === 'en' ? respond(own ?? bundledScript(), request) : undefined,
    }
  },
})

let bundled: Conversation | undefined

/** Compiled when somebody first talks to it, and shared by all personas: a script keeps nothing. */
function bundledScript(): Conversation {
  bundled ??= prepareScript(smallTalk, '(bundled)')
  return bundled
}
