// From an address to a connection that is ready for requests: dial, TLS, ApiVersions, SASL, all within one limit.
// Invariant: it either hands out an established connection or leaves nothing open.
import { setMaxListeners } from 'node:events';
import { abortError, type CallOptions, onAbort, withSpare } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { MaxVersions } from '../protocol/versions.ts';
import { ApiVersionsMemory } from './api-versions-memory.ts';
import { connectError, refusedCertificate, silentCloseError, type TlsFacts } from './connect-error.ts';
import { Connection } from './connection.ts';
import { type DialFunction, dialLink } from './dial.ts';
import { type ExpectedBroker, negotiate } from './negotiate.ts';
import type { ResolveFunction } from './resolve.ts';
import type { SaslSettings } from './sasl/settings.ts';
import { Session } from './session.ts';
import type { SocketSettings } from './stream-options.ts';
import type { TlsSettings } from './tls.ts';

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** Sent with every request; brokers use it in logs and quotas. */
  readonly clientId: string | null;
  readonly tls?: TlsSettings | undefined;
  readonly sasl?: SaslSettings | undefined;
  readonly dial?: DialFunction | undefined;
  readonly resolve?: ResolveFunction | undefined;
  readonly socket?: SocketSettings | undefined;
  /** Deadline of a request that names none. */
  readonly requestTimeoutMs: number;
  /** Limit for dialing, TLS, ApiVersions and SASL together; each renewal of a session has it again. */
  readonly connectTimeoutMs: number;
  /** A larger answer closes the connection. */
  readonly maxResponseBytes: number;
  /** Requests written and unanswered; more wait their turn, with their deadlines. */
  readonly maxInFlight: number;
  /** Newest version of each API named, ApiVersions included. */
  readonly maxVersions?: MaxVersions | undefined;
  /**
   * Bytes of requests written and unanswered: with as many, the next one waits. One request more than that can be on its
   * way, so that a large one is not held up for ever. @default 64 MiB
   */
  readonly maxInFlightBytes?: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whom the connection is meant for (KIP-1242). @default whoever answers */
  readonly expected?: ExpectedBroker | undefined;
  /** What earlier connections have learned. @default nothing */
  readonly memory?: ApiVersionsMemory | undefined;
}

const SPARE_MS = 1_000;
/** Above what one lane writes at a time, below what a broker would have to hold for it (socket.request.max.bytes). */
const MAX_IN_FLIGHT_BYTES = 64 * 1024 * 1024;

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
  const progress: Progress = { silent: undefined };
  const limit = options.clock.after(withSpare(limitMs), () =>
    controller.abort(timeout(address, limitMs, progress.silent)),
  );
  const stop = onAbort(call.signal, () =>
    controller.abort(abortError(call.signal as AbortSignal, `connect to ${address}`)),
  );
  try {
    return await establish(options, address, { signal: controller.signal, progress });
  } catch (error) {
    const reason: unknown = controller.signal.aborted ? controller.signal.reason : error;
    throw connectError(address, reason, tlsFacts(options));
  } finally {
    limit.cancel();
    stop();
  }
}

function tlsFacts({ tls, clock }: ConnectionOptions): TlsFacts | undefined {
  return tls && { ownCertificate: tls.ownCertificate, now: clock.now() };
}

/** What attempts before the one under way have met. */
interface Progress {
  silent: KafkaError | undefined;
}

function timeout(address: string, limitMs: number, cause: KafkaError | undefined): KafkaError {
  const hint = cause?.message ?? 'check the address, the network and firewalls, and that a Kafka broker listens there';
  return new KafkaError('CONNECTION', `cannot connect to ${address} within ${Math.round(limitMs)} ms; ${hint}`, {
    broker: address,
    retriable: true,
    cause,
  });
}

async function establish(
  options: ConnectionOptions,
  address: string,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<Connection> {
  const memory = options.memory ?? new ApiVersionsMemory();
  let silent: KafkaError | undefined;
  for (const version of versionsToAsk(memory.ladder(address), options.maxVersions?.ApiVersions)) {
    try {
      const connection = await attempt(options, address, signal, version);
      memory.answered(address, version, silent !== undefined);
      return connection;
    } catch (error) {
      if (!(error instanceof SilentClose)) throw error;
      silent = silentCloseError(address, error.cause, tlsFacts(options));
      progress.silent = silent;
      // The reason is known, and it is not the version.
      if (!silent.retriable) break;
    }
  }
  memory.hungUp(address);
  throw silent;
}

function versionsToAsk(ladder: readonly number[], pinned: number | undefined): readonly number[] {
  return pinned === undefined ? ladder : [...new Set(ladder.map((version) => Math.min(version, pinned)))];
}

/** The peer closed the connection without a single byte in answer to our first request. */
class SilentClose extends Error {}

async function attempt(
  options: ConnectionOptions,
  address: string,
  signal: AbortSignal,
  version: number,
): Promise<Connection> {
  const link = await dialLink(options, signal);
  const connection = new Connection(link, { ...settingsOf(options), address });
  // The limit of the whole, which says what to check, comes before that of any one request.
  const request = { signal, timeoutMs: options.connectTimeoutMs + SPARE_MS };
  try {
    const versions = await negotiate(connection, version, options, request).catch((error: unknown) => {
      const isSilent = KafkaError.is(error) && error.code === 'CONNECTION' && connection.answers === 0;
      if (!isSilent || signal.aborted) throw error;
      // TLS 1.3 refuses a client's certificate only after the handshake: then the socket's own error tells why.
      const refusal = refusedCertificate(error);
      throw refusal ?? new SilentClose('no answer', { cause: error });
    });
    connection.establish(versions);
    if (options.sasl !== undefined) {
      const { host, port, sasl: mechanism, connectTimeoutMs: timeoutMs, clock } = options;
      await new Session(connection, { host, port, mechanism, timeoutMs, clock }).begin(request);
    }
    // What came behind the last answer may have ended it already.
    if (connection.reason !== undefined) throw connection.reason;
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Only what a connection needs: it keeps no credentials. */
function settingsOf(options: ConnectionOptions): Omit<ConstructorParameters<typeof Connection>[1], 'address'> {
  const { clientId, requestTimeoutMs, maxResponseBytes, maxInFlight, clock, logger } = options;
  const { maxInFlightBytes = MAX_IN_FLIGHT_BYTES } = options;
  return { clientId, requestTimeoutMs, maxResponseBytes, maxInFlight, maxInFlightBytes, clock, logger };
}
