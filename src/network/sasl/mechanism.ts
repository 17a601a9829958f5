// What a SASL mechanism is to this client, built in or brought along. Owns: the two interfaces between them.
import type { Clock } from '../../base/clock.ts';

/**
 * A way to authenticate. Built in are PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER and AWS_MSK_IAM; any other can be
 * given as an object of this shape. GSSAPI (Kerberos) is not built in: it needs a native library, which an object of this
 * shape may wrap.
 */
export interface SaslMechanism {
  /** As the broker knows it: `'PLAIN'`. */
  readonly name: string;
  /**
   * Authenticates one connection; called for each new one, and again on a living one before its session ends (KIP-368).
   * Resolves when both sides are content, throws when this side is not. It gets its credentials first and exchanges
   * messages then: a living connection goes on serving requests until the first exchange, and holds them from there on.
   */
  authenticate(session: SaslSession): Promise<void>;
}

/** One authentication, as a mechanism sees it. */
export interface SaslSession {
  /** The broker's host, as dialed. */
  readonly host: string;
  /** The broker's port. */
  readonly port: number;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Fires when the limit of the connection is over, or the connection is. */
  readonly signal: AbortSignal;
  /** Says who authenticates, for the messages of errors. Never a secret. */
  identify(principal: string): void;
  /** Sends a message and resolves with the broker's, which may be empty. Rejects when the broker refuses. */
  exchange(message: Uint8Array): Promise<Buffer>;
}
