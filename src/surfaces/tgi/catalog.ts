import { listModels } from '../../formats/openai/index.ts'
import type { Exchange, SurfaceHost } from '../../http/index.ts'
import { personaOf } from './personas.ts'

/** The release of TGI whose API this is. Clients split it at its dots and compare. */
const version = '3.3.6'

/** There is no such limit. Clients read these numbers as int32. */
const unlimited = 2 ** 31 - 1

/** `GET /info`. Source: huggingface/text-generation-inference, `Info`. */
export function info(host: SurfaceHost, exchange: Exchange): void {
  exchange.sendJson(200, {
    model_id: personaOf(host, exchange).name,
    model_sha: null,
    model_pipeline_tag: null,
    max_concurrent_requests: unlimited,
    max_best_of: 1,
    max_stop_sequences: unlimited,
    max_input_tokens: unlimited,
    max_total_tokens: unlimited,
    validation_workers: 1,
    max_client_batch_size: 128,
    router: 'dramatis',
    version,
    sha: null,
    docker_label: null,
  })
}

/** `GET /health`, `/ping` and the base itself: 200 for as long as somebody is there to be asked. */
export function health(host: SurfaceHost, exchange: Exchange): void {
  personaOf(host, exchange)
  exchange.send(200, { 'content-type': 'text/plain; charset=utf-8' }, '')
}

/** `GET /v1/models`: everybody, or the one that the path names. */
export function models(host: SurfaceHost, exchange: Exchange): void {
  listModels(exchange.params.persona === undefined ? host.personas() : [personaOf(host, exchange)], exchange)
}
