// Who is on the other side of a connection, and what it may send before that is known. Owns: the order of SASL on one
// connection, as Kafka keeps it. Must not know sockets. Without SASL the gate is open from the beginning.
//
//     start --ApiVersions--> versioned --+
//       '----------SaslHandshake---------+--> exchange --last SaslAuthenticate--> open --SaslHandshake--> exchange
//     a refusal leads from anywhere to `over`: what was said last is still sent, then the connection closes
//
// Invariant: nothing but ApiVersions and SASL is served unless `open`, and not once the session has ended (KIP-368).
import { apiVersionsApi } from '../../protocol/generated/api-versions.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createSaslAuthenticateResponse,
  type SaslAuthenticateResponse,
  saslAuthenticateApi,
} from '../../protocol/generated/sasl-authenticate.ts';
import {
  createSaslHandshakeResponse,
  type SaslHandshakeResponse,
  saslHandshakeApi,
} from '../../protocol/generated/sasl-handshake.ts';
import type { SaslAuthority } from './sasl-authority.ts';
import type { SaslExchange, SaslStep } from './sasl-exchange.ts';
import type { EmbeddedSaslMechanism } from './sasl-options.ts';

/** What to do with a request: serve it, answer that it comes at the wrong time and close, or just close. */
export type Admission = 'serve' | 'refuse' | 'disconnect';

type Phase = 'start' | 'versioned' | 'exchange' | 'open' | 'over';

/** Longest request before the client is known, as `sasl.server.max.receive.size`. */
const MAX_BYTES_BEFORE_OPEN = 524_288;
/** A client may begin to authenticate again once per second. */
const MIN_REAUTH_INTERVAL_MS = 1000;

export class SaslGate {
  readonly #authority: SaslAuthority | undefined;
  #phase: Phase;
  #mechanism: EmbeddedSaslMechanism | undefined;
  #exchange: SaslExchange | undefined;
  #isRaw = false;
  #principal: string | undefined;
  /** On the monotonic clock. */
  #sessionEndsAt: number | undefined;
  #lastReauthAt: number | undefined;

  /** `authority` is missing on a listener without SASL. */
  constructor(authority: SaslAuthority | undefined) {
    this.#authority = authority;
    this.#phase = authority === undefined ? 'open' : 'start';
  }

  /** Nothing more is served on this connection. */
  get isOver(): boolean {
    return this.#phase === 'over';
  }

  /** Who the client is; undefined while that is not known. */
  get principal(): string | undefined {
    return this.#principal;
  }

  /** After SaslHandshake in version 0 the next frames are messages of the mechanism, not requests. */
  get expectsRawMessage(): boolean {
    return this.#phase === 'exchange' && this.#isRaw;
  }

  /** Judges a request by what it is, before it is read. */
  admit(apiKey: number, bytes: number): Admission {
    const isHandshake = apiKey === saslHandshakeApi.key;
    switch (this.#phase) {
      case 'start':
      case 'versioned': {
        const isVersions = apiKey === apiVersionsApi.key && this.#phase === 'start';
        return bytes <= MAX_BYTES_BEFORE_OPEN && (isHandshake || isVersions) ? 'serve' : 'disconnect';
      }
      case 'exchange':
        if (bytes > MAX_BYTES_BEFORE_OPEN || this.#exchange === undefined) return 'disconnect';
        if (apiKey === saslAuthenticateApi.key) return 'serve';
        this.#phase = 'over';
        return 'refuse';
      case 'open':
        // A session that has ended can still be renewed, and nothing else.
        return isHandshake || !this.#hasEnded() ? 'serve' : 'disconnect';
      case 'over':
        return 'disconnect';
    }
  }

  /** The client has heard which versions there are; it may not ask again before it is known. */
  versionsTold(): void {
    if (this.#phase === 'start') this.#phase = 'versioned';
  }

  handshake(mechanism: string, version: number): SaslHandshakeResponse {
    const authority = this.#authority;
    const isAgain = this.#phase === 'open';
    if (authority === undefined || (isAgain && !this.#mayReauthenticate(authority))) {
      return createSaslHandshakeResponse({ errorCode: ErrorCode.ILLEGAL_SASL_STATE });
    }
    const { mechanisms } = authority;
    const known = mechanisms.find((each) => each === mechanism);
    if (known === undefined) {
      this.#phase = 'over';
      return createSaslHandshakeResponse({ errorCode: ErrorCode.UNSUPPORTED_SASL_MECHANISM, mechanisms });
    }
    this.#phase = 'exchange';
    this.#isRaw = version === 0;
    // Another mechanism than before is agreed to, but what comes next closes the connection, as in Kafka.
    this.#exchange = isAgain && known !== this.#mechanism ? undefined : authority.begin(known);
    this.#mechanism = known;
    return createSaslHandshakeResponse({ mechanisms });
  }

  async authenticate(message: Buffer): Promise<SaslAuthenticateResponse> {
    const authority = this.#authority;
    if (authority === undefined || this.#phase !== 'exchange') {
      return createSaslAuthenticateResponse({
        errorCode: ErrorCode.ILLEGAL_SASL_STATE,
        errorMessage: 'SaslAuthenticate request received after successful authentication',
      });
    }
    const step = await this.#step(message);
    if (step.kind === 'refused') {
      const errorMessage = step.reason ?? this.#wrongCredentials();
      return createSaslAuthenticateResponse({ errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED, errorMessage });
    }
    const sessionLifetimeMs = step.kind === 'done' ? this.#begin(authority, step) : 0;
    return createSaslAuthenticateResponse({ errorMessage: null, authBytes: step.message, sessionLifetimeMs });
  }

  /** A frame that is a message of the mechanism; undefined closes the connection. */
  async rawMessage(message: Buffer): Promise<Buffer | undefined> {
    const authority = this.#authority;
    if (authority === undefined || message.length > MAX_BYTES_BEFORE_OPEN) return undefined;
    const step = await this.#step(message);
    if (step.kind === 'refused') return undefined;
    if (step.kind === 'done') this.#begin(authority, step);
    return step.message;
  }

  async #step(message: Buffer): Promise<SaslStep> {
    const step = (await this.#exchange?.answer(message)) ?? ({ kind: 'refused' } as const);
    const before = this.#principal;
    if (step.kind === 'refused') this.#phase = 'over';
    if (step.kind !== 'done' || before === undefined || before === step.principal) return step;
    this.#phase = 'over';
    const reason = `Cannot change principals during re-authentication from User.${before}: User.${step.principal}`;
    return { kind: 'refused', reason };
  }

  /** The client is known: returns how long that holds, 0 for ever. */
  #begin(authority: SaslAuthority, step: { readonly principal: string; readonly expiresAtMs?: number }): number {
    this.#phase = 'open';
    this.#isRaw = false;
    this.#exchange = undefined;
    this.#principal = step.principal;
    const lifetimeMs = authority.sessionMs(step.expiresAtMs);
    this.#sessionEndsAt = lifetimeMs === undefined ? undefined : authority.clock.monotonic() + lifetimeMs;
    return lifetimeMs ?? 0;
  }

  #hasEnded(): boolean {
    const { clock } = this.#authority ?? {};
    return clock !== undefined && this.#sessionEndsAt !== undefined && clock.monotonic() > this.#sessionEndsAt;
  }

  /** Only a session that ends can be renewed, and not at once again. */
  #mayReauthenticate({ clock }: SaslAuthority): boolean {
    if (this.#sessionEndsAt === undefined) return false;
    const now = clock.monotonic();
    if (this.#lastReauthAt !== undefined && now - this.#lastReauthAt < MIN_REAUTH_INTERVAL_MS) return false;
    this.#lastReauthAt = now;
    return true;
  }

  #wrongCredentials(): string {
    const what = this.#principal === undefined ? 'authentication' : 're-authentication';
    return `Authentication failed during ${what} due to invalid credentials with SASL mechanism ${this.#mechanism}`;
  }
}
