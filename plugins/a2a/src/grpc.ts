import { GrpcTransportFactory } from '@a2a-js/sdk/client/grpc'
import { credentials, InterceptingCall, type Interceptor } from '@grpc/grpc-js'
import { noteAppend } from './append.ts'
import type { Interface } from './card.ts'

/** Makes the SDK's transport over gRPC. */
export function grpcFactory({ encrypted }: Interface): GrpcTransportFactory {
  return new GrpcTransportFactory({
    grpcChannelCredentials: encrypted ? credentials.createSsl() : credentials.createInsecure(),
    grpcCallOptions: { interceptors: [appendNoting] },
    legacyCompat: { enabled: true },
  })
}

const appendNoting: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start(metadata, _, next) {
      next(metadata, {
        onReceiveMessage(message: unknown, pass) {
          if (typeof message === 'object' && message !== null) noteAppend(message)
          pass(message)
        },
      })
    },
  })
