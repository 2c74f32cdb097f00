import { LegacyA2AService, legacyGrpcService } from '@a2a-js/sdk/compat/v0_3/server/grpc'
import type { ServerCallContextBuilder } from '@a2a-js/sdk/server'
import { A2AService, grpcService } from '@a2a-js/sdk/server/grpc'
import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import type { SurfaceHost } from '../../http/index.ts'
import { messageOf, onBehalfOf, RuntimeError } from '../../index.ts'
import { callContext, currentUser } from './context.ts'
import { HostError, toProtocolError } from './failures.ts'
import { CurrentGrpcCall, type GrpcAgent, OlderGrpcCall } from './grpc-call.ts'
import type { A2aService } from './service.ts'
import { isVersion, toMinor, type Version } from './version.ts'

/** A port that speaks gRPC. */
export interface GrpcServer {
  readonly port: number
  /** No new calls from now on. Resolves when those that are under way are over. */
  stop(): Promise<void>
  close(): void
}

type Place = NonNullable<SurfaceHost['grpc']>
/** Of any method: one answer, or several. */
type AnyCall = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>
type Answer = sendUnaryData<unknown> | undefined
type Method = (call: AnyCall, answer: Answer) => Promise<void>

/**
 * Serves both versions on one port. TLS is for a proxy in front of it.
 * @throws RuntimeError `conflict` where the port is taken
 */
export async function serveGrpc(place: Place, keys: SurfaceHost['keys'], service: A2aService): Promise<GrpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': place.bodyLimit,
    'grpc.max_send_message_length': -1,
    'grpc.keepalive_time_ms': service.keepAlive,
  })
  server.addService(A2AService, eachCall('1.0', Object.keys(A2AService), keys, service))
  server.addService(LegacyA2AService, eachCall('0.3', Object.keys(LegacyA2AService), keys, service))
  const port = await bind(server, place)
  service.log.info({ port }, 'gRPC is served for A2A clients.')
  return {
    port,
    stop: () => new Promise((resolve) => server.tryShutdown(() => resolve())),
    close: () => server.forceShutdown(),
  }
}

function bind(server: Server, { host, port }: Place): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (!error) return resolve(bound)
      const message = `gRPC cannot be served at ${address}: ${messageOf(error)}. Choose another --grpc-port.`
      reject(new RuntimeError('conflict', message, { cause: error }))
    })
  })
}

/** The methods of a service. The library has them share one handler; here each call gets its own. */
function eachCall(
  version: Version,
  methods: readonly string[],
  keys: SurfaceHost['keys'],
  service: A2aService,
): UntypedServiceImplementation {
  const serve = (method: string) => async (call: AnyCall, answer: Answer) => {
    try {
      const headers = headersOf(call.metadata)
      const { caller, release } = await keys.authenticate('a2a', headers, addressOf(call))
      try {
        await onBehalfOf(caller, async () => {
          await service.ready()
          const agent = {
            ...service.agent(version === '1.0' ? tenantOf(call.request) : '', { request: { headers } }),
            call,
          }
          await methodOf(version, method, service, agent)?.(call, answer)
        })
      } finally {
        release()
      }
    } catch (error) {
      refuse(error, call, answer, service)
    }
  }
  return Object.fromEntries(methods.map((method) => [method, serve(method)]))
}

function methodOf(version: Version, method: string, service: A2aService, agent: GrpcAgent): Method | undefined {
  const own = version === '1.0' ? new CurrentGrpcCall(service, agent) : new OlderGrpcCall(service, agent)
  const options = { requestHandler: own, userBuilder: async () => currentUser(), contextBuilder: contextOf(version) }
  const methods: object = version === '1.0' ? grpcService(options) : legacyGrpcService(options)
  return (methods as Record<string, Method | undefined>)[method] // the service's own description has named it
}

/** Whoever asks for a version that is not spoken here is refused by the library; any other means this service. */
function contextOf(version: Version): ServerCallContextBuilder {
  return ({ requestedVersion = '', extensions }) => {
    const asked = toMinor(requestedVersion)
    return callContext(asked === '' || isVersion(asked) ? version : asked, extensions)
  }
}

/** What was wrong before the library took over. */
function refuse(thrown: unknown, call: AnyCall, answer: Answer, { log }: A2aService): void {
  const error = toProtocolError(thrown, log, 'grpc')
  const status = { code: error instanceof HostError ? error.status : 13, details: error.message }
  if (answer) answer(status, null)
  else call.emit('error', status)
}

function tenantOf(request: unknown): string {
  const isNamed = typeof request === 'object' && request !== null && 'tenant' in request
  return isNamed && typeof request.tenant === 'string' ? request.tenant : ''
}

function headersOf(metadata: Metadata): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata.getMap()).map(([name, value]) => [name, value.toString()]))
}

/** Without the port. */
function addressOf(call: AnyCall): string {
  return call.getPeer().replace(/:\d+$/, '')
}
