import { type HttpCall, ifKnown, type PersonaInfo, type SurfaceHost } from '../../http/index.ts'

/**
 * Who is asked. A path may name the persona: TGI serves one model, so its own requests have no field for it. Else it is
 * the one that the model names, and the default persona where it names none: clients send the endpoint's URL, or `tgi`.
 * @throws RuntimeError `unknown-persona` for a path that names nobody.
 */
export function personaOf(host: SurfaceHost, { params }: Pick<HttpCall, 'params'>, model = ''): PersonaInfo {
  if (params.persona !== undefined) return host.find(params.persona)
  if (model === '' || model === 'tgi' || /^https?:\/\//i.test(model)) return host.resolve('')
  return ifKnown(() => host.find(model)) ?? host.resolve('')
}
