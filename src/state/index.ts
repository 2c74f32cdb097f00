/** The one durable store. */
export { createStore, type OpenStore } from './store.ts'
