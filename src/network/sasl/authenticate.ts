// Authentication on a fresh connection: SaslHandshake, then SaslAuthenticate until both sides are content (KIP-152).
// Must not know how a mechanism works. Invariant: no error carries bytes of the conversation.
import { KafkaError, toError } from '../../base/errors.ts';
import type { AnyApi } from '../../protocol/api.ts';
import { BrokerError } from '../../protocol/broker-error.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { createSaslAuthenticateRequest, saslAuthenticateApi } from '../../protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeRequest, saslHandshakeApi } from '../../protocol/generated/sasl-handshake.ts';
import type { Connection, RequestOptions } from '../connection.ts';
import type { SaslConversation } from './mechanism.ts';
import { plain } from './plain.ts';
import { ScramConversation } from './scram.ts';
import type { SaslSettings } from './settings.ts';

/** More messages than any mechanism needs. */
const MAX_ROUNDS = 16;
/** Part of the session's life after which the connection is replaced; spread, so that not all come at once (KIP-368). */
const SESSION_PART = 0.85;
const SESSION_SPREAD = 0.1;

/** Authenticates; answers after how many milliseconds the connection must be replaced, undefined for never. */
export async function authenticate(
  connection: Connection,
  settings: SaslSettings,
  options: RequestOptions,
): Promise<number | undefined> {
  await handshake(connection, settings, options);
  const version = connection.versions.require(saslAuthenticateApi as unknown as AnyApi);
  const conversation = conversationOf(settings);
  let message: Buffer | undefined = conversation.start();
  let lifetimeMs = 0;
  for (let round = 0; message !== undefined; round++) {
    if (round === MAX_ROUNDS) throw failure(connection, settings, 'the conversation does not end');
    const request = createSaslAuthenticateRequest({ authBytes: message });
    const response = await connection.send(saslAuthenticateApi, version, request, options).catch((error: unknown) => {
      throw closedMeanwhile(connection, settings, error);
    });
    if (response.errorCode !== ErrorCode.NONE) {
      const cause = new BrokerError(response.errorCode, 'SaslAuthenticate', {}, response.errorMessage);
      throw failure(connection, settings, response.errorMessage || cause.errorName, cause);
    }
    lifetimeMs = response.sessionLifetimeMs;
    message = await conversation.next(response.authBytes).catch((error: unknown) => {
      throw failure(connection, settings, toError(error).message, error);
    });
  }
  if (!conversation.complete) throw failure(connection, settings, 'the broker ended the conversation too early');
  return lifetimeMs > 0 ? lifetimeMs * (SESSION_PART + Math.random() * SESSION_SPREAD) : undefined;
}

async function handshake(connection: Connection, settings: SaslSettings, options: RequestOptions): Promise<void> {
  const version = connection.versions.pick(saslHandshakeApi);
  if (version !== 1) throw failure(connection, settings, 'the broker does not speak SaslHandshake version 1');
  const request = createSaslHandshakeRequest({ mechanism: settings.mechanism });
  const response = await connection.send(saslHandshakeApi, version, request, options);
  if (response.errorCode === ErrorCode.NONE) return;
  if (response.errorCode === ErrorCode.UNSUPPORTED_SASL_MECHANISM) {
    const accepted = response.mechanisms.length > 0 ? response.mechanisms.join(', ') : 'none';
    throw failure(connection, settings, `this mechanism is not enabled there; it accepts: ${accepted}`);
  }
  const cause = new BrokerError(response.errorCode, 'SaslHandshake');
  const why =
    response.errorCode === ErrorCode.ILLEGAL_SASL_STATE
      ? 'this port does not authenticate: leave the sasl option out, or use a SASL port'
      : cause.errorName;
  throw failure(connection, settings, why, cause);
}

function conversationOf(settings: SaslSettings): SaslConversation {
  const { mechanism, username, password } = settings;
  if (mechanism === 'PLAIN') return plain({ username, password });
  return new ScramConversation({ username, password, digest: mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512' });
}

function failure(connection: Connection, settings: SaslSettings, why: string, cause?: unknown): KafkaError {
  const { mechanism, username } = settings;
  const message = `${mechanism} authentication of ${JSON.stringify(username)} at ${connection.address} failed: ${why}`;
  return new KafkaError('AUTHENTICATION', message, { broker: connection.address, cause });
}

/** Many brokers and proxies answer wrong credentials by closing the connection. */
function closedMeanwhile(connection: Connection, settings: SaslSettings, error: unknown): unknown {
  if (!KafkaError.is(error) || error.code !== 'CONNECTION') return error;
  const { mechanism, username } = settings;
  const message = `${connection.address} closed the connection during ${mechanism} authentication of ${JSON.stringify(username)}: check user name and password`;
  return new KafkaError('CONNECTION', message, { broker: connection.address, retriable: true, cause: error });
}
