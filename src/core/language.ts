/** The language of a BCP 47 tag without its region and script, in lower case: `de-AT` and `DE` are `de`. */
export function primaryLanguage(tag: string): string {
  return tag.toLowerCase().split(/[-_]/, 1)[0] ?? ''
}
