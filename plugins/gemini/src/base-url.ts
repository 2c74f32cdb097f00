const home = 'https://generativelanguage.googleapis.com'
const version = 'v1beta'

/** Where calls go. The variable is Google's own, which has no version; an address with no path is without one too. */
export function baseUrlOf(setting: string | undefined, variable: string | undefined): string {
  const given = setting?.replace(/\/+$/, '')
  if (given) return URL.canParse(given) && new URL(given).pathname === '/' ? `${given}/${version}` : given
  return `${variable?.replace(/\/+$/, '') || home}/${version}`
}

/** Whether it is Google that is asked, which answers nobody without a key. */
export function isHome(baseUrl: string): boolean {
  return baseUrl.startsWith(`${home}/`)
}
