/** What the operating system calls an error, such as `ENOENT`; '' where it has no name for it. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
