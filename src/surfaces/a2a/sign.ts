import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { messageOf, RuntimeError } from '../../index.ts'
import type { CardJson } from './card.ts'

/** Signs cards, so that a client can tell who has made them. */
export interface Signer {
  /** For `/.well-known/jwks.json`. */
  readonly publicKeys: { readonly keys: readonly object[] }
  /** Tells its signatures from those of another key. */
  readonly id: string
  /** The card with its signature. `keysUrl` is where the public key is found. */
  sign(card: CardJson, keysUrl: string): Promise<CardJson>
}

/**
 * A signer with the private key in a file: PEM, or a JSON Web Key.
 * @throws RuntimeError `invalid-settings`
 */
export function createSigner(file: string): Signer {
  const key = readKey(file)
  const jwk = createPublicKey(key).export({ format: 'jwk' })
  const alg = algorithmOf(jwk)
  if (alg === undefined) {
    const text = `The signing key of A2A cards in ${file} is of no use: it must be EC (P-256, P-384), RSA or Ed25519.`
    throw new RuntimeError('invalid-settings', text)
  }
  const id = thumbprint(jwk)
  return {
    id,
    publicKeys: { keys: [{ ...jwk, kid: id, use: 'sig', alg }] },
    async sign(card, keysUrl) {
      const { AgentCard, generateAgentCardSignature } = await import('@a2a-js/sdk')
      const generate = generateAgentCardSignature(key, { alg, kid: id, typ: 'JOSE', jku: keysUrl })
      // The signature is made over the card as JSON: over the library's own objects it would leave out their schemes.
      const { signatures } = await generate(card as unknown as Parameters<typeof generate>[0])
      const made = AgentCard.toJSON(AgentCard.fromJSON({ signatures })) as Pick<CardJson, 'signatures'> // only these
      return { ...card, ...made }
    },
  }
}

function readKey(file: string): KeyObject {
  try {
    const text = readFileSync(file, 'utf8')
    return text.trimStart().startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
      : createPrivateKey(text)
  } catch (error) {
    const text = `The signing key of A2A cards cannot be read from ${file}: ${messageOf(error)}. It takes PEM or a JWK.`
    throw new RuntimeError('invalid-settings', text)
  }
}

function algorithmOf({ kty, crv }: JsonWebKey): string | undefined {
  if (kty === 'RSA') return 'RS256'
  if (kty === 'OKP') return crv === 'Ed25519' ? 'EdDSA' : undefined
  return crv === 'P-256' ? 'ES256' : crv === 'P-384' ? 'ES384' : undefined
}

/** RFC 7638: the same key has the same id everywhere. */
function thumbprint({ crv, e, kty, n, x, y }: JsonWebKey): string {
  const members = Object.entries({ crv, e, kty, n, x, y }).filter(([, value]) => value !== undefined)
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest('base64url')
}
