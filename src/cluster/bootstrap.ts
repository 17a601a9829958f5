// First contact: from a list of addresses to the cluster's metadata. Owns: trying all addresses until the limit, and the
// error that tells what was wrong with each. Must not know: the pool, caches.
import { type CallOptions, onAbort, throwIfAborted, withSpare } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import { KafkaError, toError } from '../base/errors.ts';
import { staggered } from '../base/staggered.ts';
import type { Connection } from '../network/connection.ts';
import { formatAddress } from '../network/open-connection.ts';
import type { MetadataResponse } from '../protocol/generated/metadata.ts';
import type { Lifetime } from './lifetime.ts';
import { classify } from './retry-classifier.ts';
import type { Address, ClusterSettings } from './settings.ts';

/** An address that does not answer holds up the next one no longer than this. */
export const STAGGER_MS = 1_000;

/** A broker that answered. The connection belongs to the receiver. */
export interface Contact {
  readonly connection: Connection;
  readonly metadata: MetadataResponse;
}

/** What first contact needs. */
export interface BootstrapSource {
  readonly settings: ClusterSettings;
  readonly lifetime: Lifetime;
  open(address: Address, signal: AbortSignal): Promise<Connection>;
  /** Asks for the brokers, without any topic. */
  ask(connection: Connection, call: CallOptions): Promise<MetadataResponse>;
}

/** Tries all addresses, again and again, until one answers or `startTimeoutMs` is over. */
export async function firstContact(source: BootstrapSource): Promise<Contact> {
  const { settings, lifetime } = source;
  const { clock, startTimeoutMs, bootstrap } = settings;
  const limitMs = withSpare(startTimeoutMs);
  const deadline = clock.monotonic() + limitMs;
  const backoff = new Backoff(settings.backoff);
  const reasons: unknown[] = new Array(bootstrap.length).fill(undefined);
  const limit = new AbortController();
  const timer = clock.after(limitMs, () => limit.abort());
  try {
    for (;;) {
      // What cannot succeed is not tried again: a wrong password, repeated, locks accounts.
      const hopeful = bootstrap.filter(
        (_, index) => reasons[index] === undefined || classify(reasons[index]) !== 'fail',
      );
      const tasks = hopeful.map((address) => async (losing: AbortSignal) => {
        const index = bootstrap.indexOf(address);
        try {
          return await contact(source, address, [losing, limit.signal], deadline);
        } catch (error) {
          // What the limit itself cut off is less telling than an earlier reason.
          if (!limit.signal.aborted) reasons[index] = error;
          else reasons[index] ??= silentError(address, startTimeoutMs);
          throw error;
        }
      });
      try {
        return await lifetime.guard(staggered(clock, STAGGER_MS, tasks, (late) => late.connection.close()));
      } catch {
        lifetime.throwIfEnded();
      }
      const isHopeless = reasons.every((reason) => classify(reason) === 'fail');
      const pauseMs = backoff.next();
      if (isHopeless || clock.monotonic() + pauseMs >= deadline) throw failure(source, reasons, isHopeless);
      await lifetime.pause(clock, pauseMs, 'first contact');
    }
  } finally {
    timer.cancel();
    limit.abort();
  }
}

async function contact(
  source: BootstrapSource,
  address: Address,
  signals: readonly AbortSignal[],
  deadline: number,
): Promise<Contact> {
  const { clock } = source.settings;
  const what = `first contact with ${formatAddress(address.host, address.port)}`;
  const stop = new AbortController();
  const abort = () => stop.abort(new KafkaError('TIMEOUT', `${what}: no answer in time`, { retriable: true }));
  for (const signal of signals) throwIfAborted(signal, what);
  const stopListening = signals.map((signal) => onAbort(signal, abort));
  try {
    const connection = await source.open(address, stop.signal);
    try {
      const timeoutMs = Math.max(1, deadline - clock.monotonic());
      const metadata = await source.ask(connection, { signal: stop.signal, timeoutMs });
      if (metadata.brokers.length === 0) {
        throw new KafkaError('CONNECTION', `${what}: it knows no brokers yet`, { retriable: true });
      }
      return { connection, metadata };
    } catch (error) {
      connection.close();
      throw source.settings.sasl === undefined ? withSaslHint(error) : error;
    }
  } finally {
    for (const off of stopListening) off();
  }
}

/** The limit came before any answer: the caller did not give up, so it must not read like that. */
function silentError({ host, port }: Address, limitMs: number): KafkaError {
  const broker = formatAddress(host, port);
  const hint = 'check the address, the network and firewalls, and that a Kafka broker listens there';
  return new KafkaError('CONNECTION', `no answer from ${broker} within ${limitMs} ms; ${hint}`, {
    broker,
    retriable: true,
  });
}

/** Ports that want SASL answer ApiVersions to anyone and close the connection at the next request. */
function withSaslHint(error: unknown): unknown {
  if (!KafkaError.is(error) || error.code !== 'CONNECTION' || error.api === undefined) return error;
  const message = `${error.message}; it may require authentication: set the sasl option`;
  return new KafkaError(error.code, message, { broker: error.broker, retriable: error.retriable, cause: error });
}

function failure(source: BootstrapSource, reasons: readonly unknown[], isHopeless: boolean): KafkaError {
  const { bootstrap, startTimeoutMs } = source.settings;
  const lines = bootstrap.map((address, index) => {
    return `  ${formatAddress(address.host, address.port)}: ${toError(reasons[index] ?? 'not tried in time').message}`;
  });
  const codes = new Set(reasons.map((reason) => (KafkaError.is(reason) ? reason.code : 'CONNECTION')));
  const [code] = codes;
  const limit = isHopeless ? '' : ` within ${startTimeoutMs} ms`;
  const message = `no broker could be reached${limit}:\n${lines.join('\n')}`;
  const cause = reasons.length === 1 ? reasons[0] : new AggregateError(reasons, 'one reason for each address');
  const isOne = codes.size === 1 && code !== undefined && code !== 'ABORTED' && code !== 'TIMEOUT';
  return new KafkaError(isOne ? code : 'CONNECTION', message, { retriable: !isHopeless, cause });
}
