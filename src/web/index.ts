/** Looking things up over HTTP: `import { createWebClient } from 'dramatis/web'`. */
export { createWebClient, type Query, type WebClient, type WebClientOptions, type WebRequest } from './client.ts'
export { isWebError, WebError, type WebErrorKind } from './error.ts'
export { excerpt } from './excerpt.ts'
export { webSettings } from './settings.ts'
export { type Shape, shape } from './shape.ts'
