// Requests on a Conn's one connection: those of its own methods, and any that a user makes by hand.
import { type CallOptions, throwIfAborted } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
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
export function sendByHand(
  connection: Connection,
  api: AnyApi | string | number,
  request: unknown,
  options: ConnSendOptions,
): Promise<unknown> {
  if (typeof api === 'object') return sendEntry(connection, api, request, options);
  return loadApi(api).then((entry) => sendEntry(connection, entry, request, options));
}

function sendEntry(
  connection: Connection,
  entry: AnyApi,
  request: unknown,
  options: ConnSendOptions,
): Promise<unknown> {
  const { signal, timeoutMs } = options;
  throwIfAborted(signal, entry.name);
  const expectResponse = expectResponseOption(options.expectResponse, entry, request);
  const version = options.version ?? connection.versions.require(entry);
  const untyped = entry as unknown as Api<unknown, unknown>;
  return connection.send(untyped, version, request, { signal, timeoutMs, expectResponse });
}

/** Whether an answer is to be waited for; refuses to wait for one that no broker sends. */
export function expectResponseOption(expect: boolean | undefined, entry: AnyApi, request: unknown): boolean {
  const expectResponse = booleanOption('expectResponse', expect, true);
  if (expectResponse && entry.key === ApiKey.Produce && (request as { acks?: unknown } | undefined)?.acks === 0) {
    throw configError('expectResponse', expectResponse, 'false for a Produce with acks 0, which no broker answers');
  }
  return expectResponse;
}
