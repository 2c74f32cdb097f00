/** Bytes as base64, without a copy of them. */
export function base64Of(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}

/** The URL of a medium; its bytes as a `data:` URL. */
export function addressOf({ mediaType, data }: { mediaType: string; data: Uint8Array | URL }): string {
  return data instanceof URL ? data.href : `data:${mediaType};base64,${base64Of(data)}`
}
