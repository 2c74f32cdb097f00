const off = new Set(['OFF', 'DISABLED'])

/** False where the client turned citations off: `citation_quality` of version 1, `citation_options.mode` of version 2. */
export function wantsCitations(mode: string | null | undefined): boolean {
  return !off.has(mode?.toUpperCase() ?? '')
}
