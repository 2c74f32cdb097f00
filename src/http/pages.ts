import express, { type Express } from 'express'
import swaggerUi from 'swagger-ui-express'

/** What is served by Express, behind the surfaces: the API document and its page. Over HTTP/1.1 only. */
export function pages(openApi: object): Express {
  const app = express()
  app.disable('x-powered-by')
  app.get('/openapi.json', (_request, response) => void response.json(openApi))
  app.use('/docs', swaggerUi.serve, swaggerUi.setup(null, { swaggerOptions: { url: '/openapi.json' } }))
  return app
}
