import type { IncomingMessage } from 'node:http'
import express, { type Express } from 'express'
import swaggerUi from 'swagger-ui-express'

/** What is served by Express, behind the surfaces: the API document and its page. Over HTTP/1.1 only. */
export function pages(openApi: (request: IncomingMessage) => Promise<object>): Express {
  const app = express()
  app.disable('x-powered-by')
  app.get('/openapi.json', async (request, response) => void response.json(await openApi(request)))
  // Seen from the page, since a proxy may have put all of it below a path of its own.
  const swaggerOptions = { url: '../openapi.json' }
  app.use('/docs', swaggerUi.serve, swaggerUi.setup(null, { swaggerOptions }))
  return app
}
