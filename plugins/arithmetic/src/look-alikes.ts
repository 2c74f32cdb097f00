/** Figures with dashes and slashes that are names and no sums. */
const names = new Set(['24/7', '9/11', '7/11', '50/50', '20/20'])
const shapes = [
  /^\d{4}([-/.])\d{1,2}\1\d{1,2}$/, // 2024-05-01
  /^\d{1,2}([-/.])\d{1,2}\1\d{4}$/, // 3/4/2024
]
/** These are sums where somebody asks for a result, but not when they stand alone. */
const loneShapes = [
  /^\d{1,2}([-/])\d{1,2}\1\d{1,2}$/, // 3/4/24
  /^(?:\+?\d{1,3}-)?(?:\d{3}-)?\d{3}-\d{4}$/, // 555-1234
  /^\d{4,5}[-/]\d{6,8}$/, // 0341/123456
  /^(?:1[5-9]|20)\d\d[-–](?:1[5-9]|20)\d\d$/, // 1914-1918
  /^\d{1,2}:\d{2}(?::\d{2})?$/, // 12:30
]

/** Whether figures are a date, a telephone number, a time of day, a span of years, or a name such as 24/7. */
export function looksLikeSomethingElse(figures: string, alone: boolean): boolean {
  if (figures.length > 20) return false
  if (names.has(figures) || shapes.some((shape) => shape.test(figures))) return true
  return alone && loneShapes.some((shape) => shape.test(figures))
}
