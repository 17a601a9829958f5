// From an address to a connection that is ready for requests: dial, TLS, ApiVersions, SASL, all within one limit.
// Invariant: it either hands out an established connection or leaves nothing open.
import { setMaxListeners } from 'node:events';
import { abortError, type CallOptions, onAbort } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { apiVersionsApi } from '../protocol/generated/api-versions.ts';
import type { MaxVersions } from '../protocol/versions.ts';
import { connectError, refusedCertificate } from './connect-error.ts';
import { Connection } from './connection.ts';
import { type DialFunction, dialLink } from './dial.ts';
import { negotiate } from './negotiate.ts';
import { authenticate } from './sasl/authenticate.ts';
import type { SaslSettings } from './sasl/settings.ts';
import type { TlsSettings } from './tls.ts';

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** Sent with every request; brokers use it in logs and quotas. */
  readonly clientId: string | null;
  readonly tls?: TlsSettings | undefined;
  readonly sasl?: SaslSettings | undefined;
  readonly dial?: DialFunction | undefined;
  /** Deadline of a request that names none. */
  readonly requestTimeoutMs: number;
  /** Limit for dialing, TLS, ApiVersions and SASL together. */
  readonly connectTimeoutMs: number;
  /** A larger answer closes the connection. */
  readonly maxResponseBytes: number;
  /** Requests written and unanswered; more wait. */
  readonly maxInFlight: number;
  /** Newest version of each API named, ApiVersions included. */
  readonly maxVersions?: MaxVersions | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatAddress(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Opens a connection. Rejects with CONNECTION, AUTHENTICATION, PROTOCOL, ABORTED; the message names the address. */
export async function openConnection(options: ConnectionOptions, call: CallOptions = {}): Promise<Connection> {
  const address = formatAddress(options.host, options.port);
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const limitMs = Math.min(options.connectTimeoutMs, call.timeoutMs ?? Number.POSITIVE_INFINITY);
  const limit = options.clock.after(limitMs, () => controller.abort(timeout(address, limitMs)));
  const stop = onAbort(call.signal, () =>
    controller.abort(abortError(call.signal as AbortSignal, `connect to ${address}`)),
  );
  try {
    return await establish(options, address, controller.signal);
  } catch (error) {
    const reason: unknown = controller.signal.aborted ? controller.signal.reason : error;
    throw connectError(address, reason, { tls: options.tls !== undefined });
  } finally {
    limit.cancel();
    stop();
  }
}

function timeout(address: string, limitMs: number): KafkaError {
  const hint = 'check the address, the network and firewalls, and that a Kafka broker listens there';
  return new KafkaError('CONNECTION', `cannot connect to ${address} within ${limitMs} ms; ${hint}`, {
    broker: address,
    retriable: true,
  });
}

async function establish(options: ConnectionOptions, address: string, signal: AbortSignal): Promise<Connection> {
  const newest = options.maxVersions?.ApiVersions ?? apiVersionsApi.maxStableVersion;
  try {
    return await attempt(options, address, signal, newest);
  } catch (error) {
    if (!(error instanceof SilentClose)) throw error;
  }
  // Some brokers that are not Apache's close the connection on a version that they do not know instead of answering.
  try {
    return await attempt(options, address, signal, 0);
  } catch (error) {
    throw error instanceof SilentClose ? silentCloseError(options, address, error) : error;
  }
}

/** The peer closed the connection without a single byte in answer to our first request. */
class SilentClose extends Error {}

function silentCloseError(options: ConnectionOptions, address: string, cause: SilentClose): KafkaError {
  const hint =
    options.tls === undefined
      ? 'it may expect TLS (set the tls option), or is not a Kafka broker'
      : 'it may not be a Kafka broker';
  const message = `${address} closes the connection without an answer to ApiVersions; ${hint}`;
  return new KafkaError('CONNECTION', message, { broker: address, retriable: true, cause: cause.cause });
}

async function attempt(
  options: ConnectionOptions,
  address: string,
  signal: AbortSignal,
  version: number,
): Promise<Connection> {
  const link = await dialLink(options, signal);
  const connection = new Connection(link, { ...settingsOf(options), address });
  const request = { signal, timeoutMs: options.connectTimeoutMs };
  try {
    const versions = await negotiate(connection, version, request, options.maxVersions).catch((error: unknown) => {
      const isSilent = KafkaError.is(error) && error.code === 'CONNECTION' && connection.answers === 0;
      if (!isSilent || signal.aborted) throw error;
      // TLS 1.3 refuses a client's certificate only after the handshake: then the socket's own error tells why.
      const refusal = refusedCertificate(error);
      throw refusal ?? new SilentClose('no answer', { cause: error });
    });
    connection.establish(versions);
    if (options.sasl !== undefined) {
      const sessionMs = await authenticate(connection, options.sasl, request);
      connection.establish(versions, sessionMs);
    }
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Only what a connection needs: it keeps no credentials. */
function settingsOf(options: ConnectionOptions): Omit<ConstructorParameters<typeof Connection>[1], 'address'> {
  const { clientId, requestTimeoutMs, maxResponseBytes, maxInFlight, clock, logger } = options;
  return { clientId, requestTimeoutMs, maxResponseBytes, maxInFlight, clock, logger };
}
