import type { IncomingMessage } from 'node:http'
import express, { type Express } from 'express'
import swaggerUi from 'swagger-ui-express'

/** What is served by Express, behind the surfaces: the API document and its page. Over HTTP/1.1 only. */
export function pages(openApi: (request: IncomingMessage) => Promise<object>): Express {
  const app = express()
  app.disable('x-powered-by')
  app.get('/openapi.json', async (request, response) => void response.json(await openApi(request)))
  app.use('/docs', swaggerUi.serve, swaggerUi.setup(null, { swaggerOptions: { url: '/openapi.json' } }))
  return app
}
