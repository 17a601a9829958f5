// Opens the readers and writers of an app. Owns: which of their options an app sets. Uses the public API of client/ only.
import { Client } from '../client/client.ts';
import { Reader } from '../client/reader.ts';
import { connectionOptions, sharedClient } from '../client/source.ts';
import { Writer } from '../client/writer.ts';
import type { AppOptions, AppSettings } from './app-options.ts';
import type { Ports } from './ports.ts';

/** Checks the connection options at once; opens when the returned function is called. */
export function openPorts(options: AppOptions, settings: AppSettings): () => Ports {
  const shared = sharedClient(options, ['logger', 'clock']);
  // Made at once because its options are checked by its constructor, which does no I/O.
  const client = shared ?? new Client(connectionOptions(options));
  return () => ({
    admin: {
      partitionCounts: async (call) =>
        new Map((await client.topics(call)).map(({ name, partitions }) => [name, partitions.length])),
      createTopics: (topics, call) => client.createTopics(topics, call),
    },
    openReader: (topics, listener) =>
      new Reader({
        client,
        groupId: settings.groupId,
        topics,
        startOffset: settings.startOffset,
        // A retry that another member wrote before this one looked must not be passed over.
        startFirst: settings.retry === undefined ? undefined : [settings.retry.topic],
        outOfRange: 'first',
        sessionTimeoutMs: settings.sessionTimeoutMs,
        ...(settings.protocol === 'consumer' && {
          protocol: 'consumer',
          remoteAssignor: settings.remoteAssignor ?? undefined,
        }),
        onAssigned: (partitions) => listener.onAssigned(partitions),
        onRevoked: (partitions) => listener.onRevoked(partitions),
        onLost: (partitions) => listener.onLost(partitions),
      }),
    openWriter: () => new Writer({ client }),
    close: async () => {
      if (shared === undefined) await client.close();
    },
  });
}
