/** A value as `JSON.parse` makes it, and changes are made to it. */
export type Tree = string | number | boolean | null | Tree[] | { [key: string]: Tree }

/** A place in a tree: what holds it, and under which key. */
export interface Place {
  holder: Tree[] | { [key: string]: Tree }
  key: string | number
  value: Tree
}

/** Every place of a tree but its root, from the outside in. */
export function placesOf(tree: Tree): Place[] {
  if (typeof tree !== 'object' || tree === null) return []
  const places: Place[] = Array.isArray(tree)
    ? tree.map((value, key) => ({ holder: tree, key, value }))
    : Object.entries(tree).map(([key, value]) => ({ holder: tree, key, value }))
  return places.flatMap((place) => [place, ...placesOf(place.value)])
}

/** A copy that nothing else holds. */
export function copyOf(tree: Tree): Tree {
  return JSON.parse(JSON.stringify(tree))
}

export function put({ holder, key }: Place, value: Tree): void {
  if (Array.isArray(holder)) holder[Number(key)] = value
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

export function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
}

const mark = '<raw:'

/** A value whose JSON is given, for what `JSON.stringify` would not write. */
export function raw(json: string): string {
  return `${mark}${Buffer.from(json).toString('base64')}>`
}

export function toText(tree: Tree): string {
  return JSON.stringify(tree).replace(/"<raw:([\w+/=]*)>"/g, (_, json: string) =>
    Buffer.from(json, 'base64').toString(),
  )
}
