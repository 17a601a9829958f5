// Requests on a Conn's one connection: those of its own methods, and any that a user makes by hand.
import { type CallOptions, throwIfAborted } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import type { Connection } from '../network/connection.ts';
import type { AnyApi, Api } from '../protocol/api.ts';
import { ApiKey } from '../protocol/generated/api-index.ts';
import { loadApi } from '../protocol/registry.ts';

/** One request on a Conn's connection: the newest version up to `maxVersion` that both sides speak. */
export type SendRequest = <Request, Response>(
  api: Api<Request, Response>,
  build: (version: number) => Request,
  options?: { readonly maxVersion?: number; readonly timeoutMs?: number },
) => Promise<Response>;

/** Newest versions of Produce and Fetch that name topics: a Conn reads and writes one topic, by its name. */
export const NAMED_VERSION = 12;

/** How a request made by hand is sent. `timeoutMs` is also its deadline, instead of the Dialer's `requestTimeoutMs`. */
export interface ConnSendOptions extends CallOptions {
  /**
   * Any version that this library knows, unstable ones too; whether the broker knows it is not looked at.
   * @default the newest stable one that both sides speak, at most what `maxVersions` says
   */
  readonly version?: number | undefined;
  /** False: resolves with undefined once written. For what brokers do not answer, Produce with acks 0. @default true */
  readonly expectResponse?: boolean | undefined;
}

/** Sends a request made by hand. `api` is an entry, or the name or key of one, which is loaded then. */
export async function sendByHand(
  connection: Connection,
  api: AnyApi | string | number,
  request: unknown,
  options: ConnSendOptions,
): Promise<unknown> {
  const entry = typeof api === 'string' || typeof api === 'number' ? await loadApi(api) : api;
  throwIfAborted(options.signal, entry.name);
  const { signal, timeoutMs, expectResponse = true } = options;
  if (typeof expectResponse !== 'boolean') throw configError('expectResponse', expectResponse, 'true or false');
  if (expectResponse && entry.key === ApiKey.Produce && (request as { acks?: unknown } | undefined)?.acks === 0) {
    throw configError('expectResponse', expectResponse, 'false for a Produce with acks 0, which no broker answers');
  }
  const version = options.version ?? connection.versions.require(entry);
  const untyped = entry as unknown as Api<unknown, unknown>;
  return connection.send(untyped, version, request, { signal, timeoutMs, expectResponse });
}
