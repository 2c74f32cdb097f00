/** The one durable store. */
export { backUp } from './backup.ts'
export { createStore, type OpenStore } from './store.ts'
