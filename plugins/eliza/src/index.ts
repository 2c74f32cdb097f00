import { defineSolver } from 'dramatis'
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
    const conversation =
      script === undefined ? prepareScript(smallTalk, '(bundled)') : await loadScript(script, baseFolder)
    return {
      solve: (request, { lang }) => (english.test(lang) ? respond(conversation, request) : undefined),
    }
  },
})

const english = /^en(?:[-_]|$)/i
