// Where a Reader, Writer or App gets its cluster from: options of its own, or a Client that it shares.
import { configError } from '../base/errors.ts';
import { Cluster } from '../cluster/cluster.ts';
import { Client, type ClientOptions } from './client.ts';

/** Either `brokers` with the other connection options, or a `client` to share. */
export type ClientSource =
  | (ClientOptions & { readonly client?: never })
  | { readonly client: Client; readonly brokers?: never };

/** A cluster in use. `release` closes it only where it was opened for this one user. */
export interface OpenSource {
  readonly cluster: Cluster;
  release(): Promise<void>;
}

/** What a client has of its own: given beside one, they would be ignored. */
const CONNECTION_OPTIONS = [
  'brokers',
  'clientId',
  'tls',
  'sasl',
  'dial',
  'resolve',
  'socket',
  'idleTimeoutMs',
  'maxVersions',
] as const;

/** The client that is to be shared, checked; undefined where the options name none. */
export function sharedClient(source: ClientSource): Client | undefined {
  const { client } = source;
  if (client === undefined) return undefined;
  if (!(client instanceof Client)) throw configError('client', client, 'a Client');
  for (const name of CONNECTION_OPTIONS) {
    // What it is worth is not shown: it may be a secret.
    const given = typeof (source as Record<string, unknown>)[name];
    if (given !== 'undefined') throw configError(name, given, 'nothing where client is given');
  }
  return client;
}

/** Checks the options and gives the cluster they mean. Does no I/O. */
export function openSource(source: ClientSource): OpenSource {
  const client = sharedClient(source);
  if (client !== undefined) return { cluster: client._cluster, release: async () => {} };
  const cluster = new Cluster(source as ClientOptions);
  return { cluster, release: () => cluster.close() };
}
