// Members of a consumer group (KIP-848) by single heartbeats: what a test of coordinators sends. Owns: what each member was
// told last. Must not know how readers do it.
import {
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  consumerGroupHeartbeatApi,
  createConsumerGroupHeartbeatRequest,
} from '../../src/protocol/generated/consumer-group-heartbeat.ts';
import type { WireClient } from './wire-client.ts';

/** Sends a heartbeat, wherever the coordinator is. */
export type SendHeartbeat = (request: ConsumerGroupHeartbeatRequest) => Promise<ConsumerGroupHeartbeatResponse>;

export interface RawMemberOptions {
  readonly instanceId?: string;
  readonly rackId?: string;
  readonly topics?: readonly string[];
  readonly regex?: string;
  readonly assignor?: string;
  readonly rebalanceTimeoutMs?: number;
}

export function heartbeatsOver(wire: WireClient, version = 1): SendHeartbeat {
  return (request) => wire.send(consumerGroupHeartbeatApi, version, request);
}

/** A member that does what it is told at once: what it was assigned last is what it says it has. */
export class RawConsumerMember {
  readonly id: string;
  readonly #groupId: string;
  readonly #send: SendHeartbeat;
  readonly #options: RawMemberOptions;
  epoch = 0;
  /** Partitions by topic id, as it was told last. */
  assigned: ReadonlyMap<string, readonly number[]> = new Map();

  constructor(send: SendHeartbeat, groupId: string, id: string, options: RawMemberOptions = {}) {
    this.#send = send;
    this.#groupId = groupId;
    this.id = id;
    this.#options = options;
  }

  /** Its partitions of all topics, in order. */
  get partitions(): number[] {
    return [...this.assigned.values()].flat().sort((a, b) => a - b);
  }

  join(init: Partial<ConsumerGroupHeartbeatRequest> = {}): Promise<ConsumerGroupHeartbeatResponse> {
    const { rackId = null, topics, regex = null, assignor = null, rebalanceTimeoutMs = 60_000 } = this.#options;
    this.assigned = new Map();
    return this.#beat({
      memberEpoch: 0,
      rackId,
      rebalanceTimeoutMs,
      subscribedTopicNames: topics ?? (regex === null ? [] : null),
      subscribedTopicRegex: regex,
      serverAssignor: assignor,
      topicPartitions: [],
      ...init,
    });
  }

  /** Goes on, and says what it has. */
  beat(init: Partial<ConsumerGroupHeartbeatRequest> = {}): Promise<ConsumerGroupHeartbeatResponse> {
    const topicPartitions = [...this.assigned].map(([topicId, partitions]) => ({ topicId, partitions }));
    return this.#beat({ memberEpoch: this.epoch, topicPartitions, ...init });
  }

  /** -1 for good, -2 for a while. */
  leave(memberEpoch: -1 | -2 = -1): Promise<ConsumerGroupHeartbeatResponse> {
    return this.#beat({ memberEpoch });
  }

  async #beat(init: Partial<ConsumerGroupHeartbeatRequest>): Promise<ConsumerGroupHeartbeatResponse> {
    const { instanceId = null } = this.#options;
    const answer = await this.#send(
      createConsumerGroupHeartbeatRequest({ groupId: this.#groupId, memberId: this.id, instanceId, ...init }),
    );
    if (answer.errorCode !== 0) return answer;
    this.epoch = answer.memberEpoch;
    if (answer.assignment !== null) {
      this.assigned = new Map(
        answer.assignment.topicPartitions.map(({ topicId, partitions }) => [topicId, partitions]),
      );
    }
    return answer;
  }
}
