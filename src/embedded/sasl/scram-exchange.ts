// SCRAM-SHA-256 and SCRAM-SHA-512 (RFC 5802, RFC 7677), server side: checks that the client knows the password, and
// proves that the broker does. Names and passwords are taken as they are, as UTF-8, as Kafka takes them.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type SaslExchange, type SaslStep, saslName, WRONG_AUTHORIZATION_ID } from './sasl-exchange.ts';
import { hmac, type ScramCredential, type ScramMechanism, scramMechanisms } from './scram-credential.ts';

/** Groups: header, authorization id, the bare first message, name, nonce. An extension after the nonce is ignored. */
const FIRST = /^(n,(?:a=([^,]*))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s;
/** Groups: the message without its proof, channel binding, nonce, proof. */
const FINAL = /^(c=([A-Za-z0-9+/=]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*?)?),p=([A-Za-z0-9+/=]+)$/s;

const REFUSED: SaslStep = { kind: 'refused' };

export class ScramExchange implements SaslExchange {
  readonly #mechanism: ScramMechanism;
  readonly #credentialOf: (user: string) => ScramCredential | undefined;
  #open: OpenExchange | undefined;

  constructor(mechanism: ScramMechanism, credentialOf: (user: string) => ScramCredential | undefined) {
    this.#mechanism = mechanism;
    this.#credentialOf = credentialOf;
  }

  answer(message: Buffer): SaslStep {
    const text = message.toString('utf8');
    return this.#open === undefined ? this.#first(text) : this.#final(text, this.#open);
  }

  #first(text: string): SaslStep {
    const [, header = '', authorizationId = '', bare = '', name = '', clientNonce = ''] = FIRST.exec(text) ?? [];
    const user = saslName(name);
    if (user === undefined || user === '') return REFUSED;
    // Delegation tokens are not served, and their ids are no users.
    if (/,tokenauth=true(?:,|$)/.test(bare)) return REFUSED;
    if (authorizationId !== '' && saslName(authorizationId) !== user) {
      return { kind: 'refused', reason: WRONG_AUTHORIZATION_ID };
    }
    const credential = this.#credentialOf(user);
    if (credential === undefined) return REFUSED;
    const nonce = clientNonce + randomBytes(24).toString('base64url');
    const serverFirst = `r=${nonce},s=${credential.salt.toString('base64')},i=${credential.iterations}`;
    this.#open = { user, header, bare, nonce, serverFirst, credential };
    return { kind: 'more', message: Buffer.from(serverFirst) };
  }

  #final(text: string, { user, header, bare, nonce, serverFirst, credential }: OpenExchange): SaslStep {
    const [, withoutProof = '', channel = '', answered = '', proof = ''] = FINAL.exec(text) ?? [];
    if (answered !== nonce || Buffer.from(channel, 'base64').toString() !== header) return REFUSED;
    const { digest } = scramMechanisms[this.#mechanism];
    const signed = `${bare},${serverFirst},${withoutProof}`;
    const signature = hmac(digest, credential.storedKey, signed);
    const clientKey = Buffer.from(proof, 'base64');
    if (clientKey.length !== signature.length) return REFUSED;
    for (let i = 0; i < clientKey.length; i++) clientKey[i]! ^= signature[i]!;
    const storedKey = createHash(digest).update(clientKey).digest();
    if (!timingSafeEqual(storedKey, credential.storedKey)) return REFUSED;
    const verifier = hmac(digest, credential.serverKey, signed).toString('base64');
    return { kind: 'done', message: Buffer.from(`v=${verifier}`), principal: user };
  }
}

interface OpenExchange {
  readonly user: string;
  readonly header: string;
  readonly bare: string;
  readonly nonce: string;
  readonly serverFirst: string;
  readonly credential: ScramCredential;
}
