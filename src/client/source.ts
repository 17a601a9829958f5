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

/** Checks the options and gives the cluster they mean. Does no I/O. */
export function openSource(source: ClientSource): OpenSource {
  const { client, brokers } = source;
  if (client !== undefined) {
    if (!(client instanceof Client)) throw configError('client', client, 'a Client');
    if (brokers !== undefined) throw configError('brokers', String(brokers), 'nothing where client is given');
    return { cluster: client._cluster, release: async () => {} };
  }
  const cluster = new Cluster(source as ClientOptions);
  return { cluster, release: () => cluster.close() };
}
