// A delegation token as users hold it. Its secret never shows where it is printed.
import { inspect } from 'node:util';

/**
 * A token to log in with: SCRAM-SHA-256 or -512 with `tokenId` as user name and `hmac`, as base64, as password, and the
 * extension `tokenauth=true`. Its `hmac` is a secret: it is left out when the token is printed or made JSON.
 */
export class DelegationToken {
  readonly tokenId: string;
  readonly #hmac: Buffer;
  /** `User:alice` */
  readonly owner: string;
  /** Who asked for it; empty where the broker does not tell (before 3.3). */
  readonly requester: string;
  readonly renewers: readonly string[];
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Not to be renewed beyond this. */
  readonly maxTimestamp: number;

  /** @internal */
  constructor(fields: TokenFields) {
    this.tokenId = fields.tokenId;
    this.#hmac = Buffer.from(fields.hmac);
    this.owner = `${fields.principalType}:${fields.principalName}`;
    const { tokenRequesterPrincipalType: type, tokenRequesterPrincipalName: name } = fields;
    this.requester = name === '' ? '' : `${type}:${name}`;
    this.renewers = fields.renewers;
    this.issuedAt = fields.issuedAt;
    this.expiresAt = fields.expiresAt;
    this.maxTimestamp = fields.maxTimestamp;
  }

  /** The secret. */
  get hmac(): Buffer {
    return this.#hmac;
  }
}

/** @internal What brokers tell of a token. */
export interface TokenFields {
  readonly tokenId: string;
  readonly hmac: Buffer;
  readonly principalType: string;
  readonly principalName: string;
  readonly tokenRequesterPrincipalType: string;
  readonly tokenRequesterPrincipalName: string;
  readonly renewers: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly maxTimestamp: number;
}

// Defined apart: isolatedDeclarations accepts no computed name in a class.
Object.defineProperty(DelegationToken.prototype, inspect.custom, {
  value(this: DelegationToken): string {
    return `DelegationToken { tokenId: '${this.tokenId}', owner: '${this.owner}', expiresAt: ${this.expiresAt} }`;
  },
});
