// OAUTHBEARER (RFC 7628, KIP-255), server side: one message with a token, which somebody else judges. Owns: the framing.
import { NOTHING, type SaslExchange, type SaslStep, saslName } from './sasl-exchange.ts';
import type { ValidateToken } from './sasl-options.ts';

/** Group: authorization id. */
const HEADER = /^n,(?:a=([^,]*))?,$/;
const BEARER = /^bearer +([-_.+/=a-zA-Z0-9]+)$/i;
/** What a client sends after it was told that its token is refused. */
const ACKNOWLEDGED = Buffer.from([1]);

export class OauthbearerExchange implements SaslExchange {
  readonly #validate: ValidateToken;
  #failure: string | undefined;

  constructor(validate: ValidateToken) {
    this.#validate = validate;
  }

  async answer(message: Buffer): Promise<SaslStep> {
    if (this.#failure !== undefined && message.equals(ACKNOWLEDGED)) return { kind: 'refused', reason: this.#failure };
    const [header = '', ...parts] = message.toString('utf8').split('\x01');
    const match = HEADER.exec(header);
    // Each pair ends with the separator, and so does the message.
    if (match === null || parts.splice(-2).join('') !== '' || !parts.every((part) => /^[A-Za-z]+=/.test(part))) {
      return { kind: 'refused' };
    }
    const extensions = new Map(parts.map((pair) => splitPair(pair)));
    const token = BEARER.exec(extensions.get('auth') ?? '')?.[1];
    extensions.delete('auth');
    if (token === undefined) return { kind: 'refused' };
    const accepted = await this.#judge(token, Object.fromEntries(extensions));
    if (accepted === undefined) {
      this.#failure = '{"status":"invalid_token"}';
      return { kind: 'more', message: Buffer.from(this.#failure) };
    }
    const { principal, expiresAtMs } = accepted;
    const authorizationId = saslName(match[1] ?? '');
    if (authorizationId !== '' && authorizationId !== principal) {
      const reason = `Authentication failed: Client requested an authorization id (${authorizationId}) that is different from the token's principal name (${principal})`;
      return { kind: 'refused', reason };
    }
    return { kind: 'done', message: NOTHING, principal, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) };
  }

  /** A validator that throws refuses: what it found wrong is not the client's business. */
  async #judge(
    token: string,
    extensions: Readonly<Record<string, string>>,
  ): Promise<Awaited<ReturnType<ValidateToken>>> {
    try {
      return await this.#validate(token, extensions);
    } catch {
      return undefined;
    }
  }
}

function splitPair(pair: string): [key: string, value: string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
