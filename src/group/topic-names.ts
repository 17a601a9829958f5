// Names of topics that a coordinator names by id. Owns: what was learned, and how brokers are asked. An assignment may name
// topics before this client's metadata shows them, and topics matched by the coordinator (KIP-848) nobody here asked for.
// Invariant: an id names one topic for ever, so what was learned stays.
import type { CallOptions } from '../base/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { createMetadataRequest, createMetadataRequestTopic, metadataApi } from '../protocol/generated/metadata.ts';

export class TopicNames {
  readonly #cluster: Cluster;
  readonly #names = new Map<string, string>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Undefined where it has to be asked for. */
  get(topicId: string): string | undefined {
    const known = this.#names.get(topicId);
    if (known !== undefined) return known;
    const name = this.#cluster.metadata.byId(topicId)?.name;
    if (name !== undefined) this.#names.set(topicId, name);
    return name;
  }

  /** One attempt; a broker may not know a topic yet that the coordinator knows. Every broker with KIP-848 takes ids (KIP-516). */
  async ask(topicIds: readonly string[], call: CallOptions): Promise<void> {
    const topics = topicIds.map((topicId) => createMetadataRequestTopic({ topicId, name: null }));
    const request = createMetadataRequest({ topics, allowAutoTopicCreation: false });
    const response = await this.#cluster.sendToAny(metadataApi, () => request, call);
    for (const { topicId, name, errorCode } of response.topics) {
      if (errorCode === ErrorCode.NONE && name !== null) this.#names.set(topicId, name);
    }
  }

  /** Forgets all but these: who reads a pattern for years sees many topics come and go. */
  keep(topicIds: ReadonlySet<string>): void {
    for (const topicId of this.#names.keys()) if (!topicIds.has(topicId)) this.#names.delete(topicId);
  }
}
