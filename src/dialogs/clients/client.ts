import type { Question } from '../heard.ts'

/** One protocol, as a client speaks it that asks questions and shows the answers. */
export interface DialogClient {
  request(question: Question, persona: string): ClientRequest
  /**
   * The text of a whole answer, or of everything that was streamed.
   * @throws Error where it is not what the protocol says, breaks off, or holds an error.
   */
  read(body: Buffer, streamed: boolean): string
}

/** What is posted, as JSON. */
export interface ClientRequest {
  readonly path: string
  readonly body: object
}
