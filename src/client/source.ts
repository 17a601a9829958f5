// Where a Reader, Writer or App gets its cluster from: options of its own, or a Client that it shares.
import { configError } from '../base/errors.ts';
import type { OptionNames } from '../base/options.ts';
import { Cluster } from '../cluster/cluster.ts';
import { clusterOptionNames } from '../cluster/settings.ts';
import { Client, type ClientOptions } from './client.ts';

/** Either `brokers` with the other connection options, or a `client` to share. */
export type ClientSource =
  | (ClientOptions & { readonly client?: never })
  | { readonly client: Client; readonly brokers?: never };

/** Names of the options. */
export const clientSourceNames: OptionNames<ClientSource> = { ...clusterOptionNames, client: true };

/** Those of the options that say how to reach the cluster. */
export function connectionOptions(source: ClientSource): ClientOptions {
  return Object.fromEntries(
    Object.entries(source).filter(([name]) => Object.hasOwn(clusterOptionNames, name)),
  ) as unknown as ClientOptions;
}

/** A cluster in use. `release` closes it only where it was opened for this one user. */
export interface OpenSource {
  readonly cluster: Cluster;
  release(): Promise<void>;
}

/**
 * The client that is to be shared, checked; undefined where the options name none. What a client has of its own is refused
 * beside one, because it would be ignored; `own`: names that mean something to the caller, too.
 */
export function sharedClient(source: ClientSource, own: readonly string[] = []): Client | undefined {
  const { client } = source;
  if (client === undefined) return undefined;
  if (!(client instanceof Client)) throw configError('client', client, 'a Client');
  for (const name of Object.keys(clusterOptionNames)) {
    if (own.includes(name)) continue;
    // What it is worth is not shown: it may be a secret.
    const given = typeof (source as Record<string, unknown>)[name];
    if (given !== 'undefined') throw configError(name, given, 'nothing where client is given');
  }
  return client;
}

/** Checks the options and gives the cluster they mean. Does no I/O. */
export function openSource(source: ClientSource, own: readonly string[] = []): OpenSource {
  const client = sharedClient(source, own);
  if (client !== undefined) return { cluster: client._cluster, release: async () => {} };
  const cluster = new Cluster(source as ClientOptions);
  return { cluster, release: () => cluster.close() };
}
