import type { TaskArtifactUpdateEvent } from '@a2a-js/sdk'

/**
 * The SDK's client of 0.3 loses, of what came by HTTP+JSON or gRPC, whether an artifact goes on or begins again. It
 * keeps an event's metadata, so that goes there before the SDK reads it.
 */
const key = 'dramatis.append'

interface GivenUpdate {
  append?: unknown
  metadata?: object | null | undefined
}

/** Notes it in an event of a stream, as JSON or as gRPC decodes it. True where there was something to note. */
export function noteAppend(event: object): boolean {
  const update = updateIn(event)
  if (update?.append !== true) return false
  update.metadata = { ...update.metadata, [key]: true }
  return true
}

export function isAppended({ append, metadata }: TaskArtifactUpdateEvent): boolean {
  return append || metadata?.[key] === true
}

function updateIn(event: object): GivenUpdate | undefined {
  const { artifactUpdate, artifact_update, payload } = event as {
    artifactUpdate?: GivenUpdate
    artifact_update?: GivenUpdate
    payload?: { $case: string; value: GivenUpdate }
  } // whatever else it is has none of these
  return artifactUpdate ?? artifact_update ?? (payload?.$case === 'artifactUpdate' ? payload.value : undefined)
}
