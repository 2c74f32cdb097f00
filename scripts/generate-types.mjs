/** Writes src/config/*.gen.ts from schemas/*.schema.json. With --check it only tells whether they are up to date. */
import { readFile, writeFile } from 'node:fs/promises'
import { compile } from 'json-schema-to-typescript'

const check = process.argv.includes('--check')
const bannerComment = '/* Made from the JSON Schema of the same name by `npm run types`; edit that one. */'

for (const name of ['llm', 'mcp', 'persona', 'settings']) {
  const schema = readable(JSON.parse(await readFile(`schemas/${name}.schema.json`, 'utf8')))
  const made = await compile(schema, name, {
    unknownAny: true,
    ignoreMinAndMaxItems: true,
    bannerComment,
    unreachableDefinitions: true,
    style: { semi: false, singleQuote: true, printWidth: 120 },
  })
  const target = `src/config/${name}.gen.ts`
  if (!check) {
    await writeFile(target, made)
  } else if ((await readFile(target, 'utf8').catch(() => '')) !== made) {
    console.error(`${target} is not what schemas/${name}.schema.json says; run "npm run types".`)
    process.exitCode = 1
  }
}

/** The same schema without what types cannot say, and with its small definitions in place. */
function readable({ patternProperties, anyOf, $defs = {}, ...schema }) {
  const inPlace = (node) => {
    if (Array.isArray(node)) return node.map(inPlace)
    if (typeof node !== 'object' || node === null) return node
    const { $ref, ...rest } = node
    const target = $ref === undefined ? {} : $defs[$ref.replace('#/$defs/', '')]
    return Object.fromEntries(Object.entries({ ...target, ...rest }).map(([key, value]) => [key, inPlace(value)]))
  }
  const titled = Object.entries($defs).filter(([, definition]) => definition.title !== undefined)
  return { ...inPlace(schema), $defs: inPlace(Object.fromEntries(titled)) }
}
