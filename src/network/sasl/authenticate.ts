// Authentication of a connection: SaslHandshake, then SaslAuthenticate until the mechanism is content (KIP-152).
// Must not know how a mechanism works. Invariant: no error carries bytes of the conversation.
import type { Clock } from '../../base/clock.ts';
import { KafkaError } from '../../base/errors.ts';
import type { AnyApi } from '../../protocol/api.ts';
import { BrokerError } from '../../protocol/broker-error.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { createSaslAuthenticateRequest, saslAuthenticateApi } from '../../protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeRequest, saslHandshakeApi } from '../../protocol/generated/sasl-handshake.ts';
import type { BrokerVersions } from '../../protocol/versions.ts';
import type { Connection, RequestOptions } from '../connection.ts';
import { bareError, messageOf, unlessAborted } from './credentials.ts';
import type { SaslMechanism, SaslSession } from './mechanism.ts';

/** More messages than any mechanism needs. */
const MAX_ROUNDS = 16;
/** Of a broker's own words, in a message. */
const MAX_SHOWN = 1_000;

/** The connection to authenticate. */
export interface SaslChannel {
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly address: string;
  readonly clock: Clock;
  readonly versions: BrokerVersions;
  /** Sends a request of the authentication. */
  readonly send: Connection['send'];
}

/** The limits of one authentication. */
export interface SaslLimits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Authenticates; answers how long the session lasts, milliseconds, 0 for without end. */
export async function authenticate(
  channel: SaslChannel,
  mechanism: SaslMechanism,
  limits: SaslLimits,
): Promise<number> {
  const conversation = new Conversation(channel, mechanism.name, limits);
  try {
    // A mechanism that takes no notice of the signal does not hold us up.
    await unlessAborted(new Promise<void>((resolve) => resolve(mechanism.authenticate(conversation))), limits.signal);
  } catch (error) {
    throw limits.signal.aborted ? limits.signal.reason : conversation.explain(error);
  } finally {
    conversation.end();
  }
  if (!conversation.isBegun) throw conversation.failure('the mechanism has sent nothing');
  return conversation.lifetimeMs;
}

class Conversation implements SaslSession {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  lifetimeMs = 0;
  readonly #channel: SaslChannel;
  readonly #mechanism: string;
  readonly #options: RequestOptions;
  #principal: string | undefined;
  #isEnded = false;
  #rounds = 0;
  /** The last error of an exchange: it says everything already. */
  #told: unknown;

  constructor(channel: SaslChannel, mechanism: string, limits: SaslLimits) {
    this.host = channel.host;
    this.port = channel.port;
    this.clock = channel.clock;
    this.signal = limits.signal;
    this.#channel = channel;
    this.#mechanism = mechanism;
    this.#options = limits;
  }

  get isBegun(): boolean {
    return this.#rounds > 0;
  }

  identify(principal: string): void {
    this.#principal = String(principal);
  }

  /** A mechanism that goes on after its end would hold the requests of a living connection for ever. */
  end(): void {
    this.#isEnded = true;
  }

  async exchange(message: Uint8Array): Promise<Buffer> {
    if (this.#isEnded) throw this.failure('the authentication is over already');
    try {
      // The first request of an authentication also on a living connection, which serves others until then.
      if (this.#rounds++ === 0) await this.#handshake();
      return await this.#exchange(message);
    } catch (error) {
      this.#told = error;
      throw error;
    }
  }

  /** What is thrown for what a mechanism threw. */
  explain(error: unknown): unknown {
    if (error === this.#told) return error;
    if (!KafkaError.is(error)) return this.failure(messageOf(error), { cause: bareError(error) });
    const { code, retriable } = error;
    return this.failure(error.message, { code, retriable, cause: error });
  }

  failure(why: string, options: { code?: string; retriable?: boolean; cause?: unknown } = {}): KafkaError {
    const { code = 'AUTHENTICATION', retriable, cause } = options;
    const message = `${this.#what()} at ${this.#channel.address} failed: ${why}`;
    return new KafkaError(code, message, { broker: this.#channel.address, retriable, cause });
  }

  async #handshake(): Promise<void> {
    const { versions, send } = this.#channel;
    const version = versions.pick(saslHandshakeApi);
    if (version !== 1) throw this.failure('the broker does not speak SaslHandshake version 1');
    const request = createSaslHandshakeRequest({ mechanism: this.#mechanism });
    const response = await send(saslHandshakeApi, version, request, this.#options);
    if (response.errorCode === ErrorCode.NONE) return;
    if (response.errorCode === ErrorCode.UNSUPPORTED_SASL_MECHANISM) {
      const accepted = response.mechanisms.length > 0 ? response.mechanisms.join(', ') : 'none';
      throw this.failure(`this mechanism is not enabled there; it accepts: ${accepted}`);
    }
    const cause = new BrokerError(response.errorCode, 'SaslHandshake');
    const why =
      response.errorCode === ErrorCode.ILLEGAL_SASL_STATE
        ? 'this port does not authenticate: leave the sasl option out, or use a SASL port'
        : cause.errorName;
    throw this.failure(why, { cause });
  }

  async #exchange(message: Uint8Array): Promise<Buffer> {
    if (this.#rounds > MAX_ROUNDS) throw this.failure('the conversation does not end');
    const { versions, send } = this.#channel;
    const version = versions.require(saslAuthenticateApi as unknown as AnyApi);
    const request = createSaslAuthenticateRequest({ authBytes: Buffer.from(message) });
    const response = await send(saslAuthenticateApi, version, request, this.#options).catch((error: unknown) => {
      throw this.#closedMeanwhile(error);
    });
    if (response.errorCode !== ErrorCode.NONE) {
      const words = response.errorMessage?.slice(0, MAX_SHOWN);
      const cause = new BrokerError(response.errorCode, 'SaslAuthenticate', {}, words);
      throw this.failure(words || cause.errorName, { cause });
    }
    this.lifetimeMs = response.sessionLifetimeMs;
    return response.authBytes;
  }

  /** Many brokers and proxies answer wrong credentials by closing the connection. */
  #closedMeanwhile(error: unknown): unknown {
    if (!KafkaError.is(error) || error.code !== 'CONNECTION') return error;
    const { address } = this.#channel;
    const message = `${address} closed the connection during ${this.#what()}: it may have refused the credentials, check them`;
    return new KafkaError('CONNECTION', message, { broker: address, retriable: true, cause: error });
  }

  #what(): string {
    const of = this.#principal === undefined ? '' : ` of ${JSON.stringify(this.#principal)}`;
    return `${this.#mechanism} authentication${of}`;
  }
}
