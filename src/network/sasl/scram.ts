// SCRAM-SHA-256 and SCRAM-SHA-512 (RFC 5802, RFC 7677), client side. Owns: proof of the password and the check that
// the broker knows it too. Like Java's client and broker it uses names and passwords as they are, as UTF-8, without
// SASLprep: normalizing on one side only would turn a right password into a wrong one.
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { KafkaError } from '../../base/errors.ts';
import type { UserCredentials } from './credentials.ts';
import type { SaslMechanism } from './mechanism.ts';

const pbkdf2Async = promisify(pbkdf2);

/** Kafka stores no fewer; a broker that asks for fewer wants the password cheap to guess. */
const MIN_ITERATIONS = 4096;
/** A broker must not keep this process busy at will. */
const MAX_ITERATIONS = 1_000_000;
/** base64 of 'n,,': no channel binding, no authorization id. */
const CHANNEL = 'biws';

/** What a conversation needs; the nonce is given in tests only. */
export interface ScramOptions extends UserCredentials {
  readonly digest: 'sha256' | 'sha512';
  /** Name and password are id and HMAC of a delegation token (KIP-48). */
  readonly delegationToken?: boolean;
  readonly nonce?: string;
}

/** What distinguishes one SCRAM mechanism from another. */
export interface ScramKind {
  readonly name: 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly delegationToken: boolean;
}

/** `credentials` are asked for at every authentication. */
export function scram(kind: ScramKind, credentials: (signal: AbortSignal) => Promise<UserCredentials>): SaslMechanism {
  const { name, delegationToken } = kind;
  return {
    name,
    async authenticate(session) {
      const { username, password } = await credentials(session.signal);
      session.identify(username);
      const digest = name === 'SCRAM-SHA-256' ? 'sha256' : 'sha512';
      const conversation = new ScramConversation({ username, password, digest, delegationToken });
      const final = await conversation.prove(await session.exchange(conversation.start()));
      conversation.verify(await session.exchange(final));
    },
  };
}

/** One run of the three steps: `start`, `prove`, `verify`. */
export class ScramConversation {
  readonly #options: ScramOptions;
  readonly #nonce: string;
  readonly #firstBare: string;
  #serverSignature: Buffer | undefined;

  constructor(options: ScramOptions) {
    this.#options = options;
    this.#nonce = options.nonce ?? randomBytes(24).toString('base64url');
    const name = options.username.replaceAll('=', '=3D').replaceAll(',', '=2C');
    const extension = options.delegationToken === true ? ',tokenauth=true' : '';
    this.#firstBare = `n=${name},r=${this.#nonce}${extension}`;
  }

  /** The first message. */
  start(): Buffer {
    return Buffer.from(`n,,${this.#firstBare}`);
  }

  /** Answers the broker's first message with the proof that this side knows the password. */
  async prove(message: Buffer): Promise<Buffer> {
    const serverFirst = message.toString('utf8');
    const fields = parseFields(serverFirst);
    if (fields.has('e')) throw refused(`the broker answers ${fields.get('e')}`);
    if (fields.has('m')) throw refused('the broker asks for an extension that is not known');
    const nonce = fields.get('r') ?? '';
    // The broker's nonce contains ours already; without that anyone could replay an old answer.
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      throw refused("the broker's nonce does not extend the one sent");
    }
    const salt = Buffer.from(fields.get('s') ?? '', 'base64');
    const iterations = Number(fields.get('i'));
    if (salt.length === 0 || !Number.isInteger(iterations))
      throw refused("the broker's salt or iterations are missing");
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
      throw refused(
        `the broker asks for ${iterations} iterations; ${MIN_ITERATIONS} to ${MAX_ITERATIONS} are accepted`,
      );
    }
    const { digest, password } = this.#options;
    const salted = await pbkdf2Async(password, salt, iterations, digest === 'sha256' ? 32 : 64, digest);
    const clientKey = this.#hmac(salted, 'Client Key');
    const storedKey = createHash(digest).update(clientKey).digest();
    const finalWithoutProof = `c=${CHANNEL},r=${nonce}`;
    const signed = `${this.#firstBare},${serverFirst},${finalWithoutProof}`;
    const proof = this.#hmac(storedKey, signed);
    for (let i = 0; i < proof.length; i++) proof[i]! ^= clientKey[i]!;
    this.#serverSignature = this.#hmac(this.#hmac(salted, 'Server Key'), signed);
    return Buffer.from(`${finalWithoutProof},p=${proof.toString('base64')}`);
  }

  /** Throws unless the broker's last message proves that it knows the password, too. */
  verify(message: Buffer): void {
    const fields = parseFields(message.toString('utf8'));
    if (fields.has('e')) throw refused(`the broker answers ${fields.get('e')}`);
    const expected = this.#serverSignature;
    const given = Buffer.from(fields.get('v') ?? '', 'base64');
    if (expected === undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw refused('the broker does not know the password either: it may not be the broker it claims to be');
    }
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#options.digest, key).update(text).digest();
  }
}

function refused(why: string): KafkaError {
  return new KafkaError('AUTHENTICATION', why);
}

/** `r=abc,s=QQ==,i=4096` as a map; a value may contain '=' (base64 padding), the first one separates. */
function parseFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at > 0) fields.set(part.slice(0, at), part.slice(at + 1));
  }
  return fields;
}
