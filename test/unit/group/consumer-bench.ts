// A member of KIP-848 on a scripted coordinator that shares out what the test says, with a record of what it told its owner.
import type { KafkaError } from '../../../src/base/errors.ts';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import type { TopicPartition } from '../../../src/cluster/topic-partition.ts';
import { ConsumerMember } from '../../../src/group/consumer-member.ts';
import type { GroupHandlers } from '../../../src/group/group-member.ts';
import type { GroupSettings } from '../../../src/group/group-settings.ts';
import type { Api } from '../../../src/protocol/api.ts';
import {
  type ConsumerGroupHeartbeatRequest,
  createConsumerGroupHeartbeatResponse,
} from '../../../src/protocol/generated/consumer-group-heartbeat.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import type { MetadataRequest } from '../../../src/protocol/generated/metadata.ts';
import { ScriptedCoordinator } from './scripted-coordinator.ts';

export const SETTINGS: GroupSettings = {
  groupId: 'g',
  subscription: { kind: 'topics', topics: ['orders'] },
  protocol: 'consumer',
  assignors: [],
  remoteAssignor: null,
  rack: '',
  sessionTimeoutMs: 10_000,
  heartbeatIntervalMs: 3_000,
  rebalanceTimeoutMs: 20_000,
  groupInstanceId: null,
};

/** Ids by name: 22 characters of base64url. A `~` at the end makes it another topic of the same name. */
export const idOf = (topic: string): string => Buffer.from(topic.padEnd(16)).toString('base64url');
const nameOf = (topicId: string): string => Buffer.from(topicId, 'base64url').toString().trim().replace('~', '');

type Heartbeat = ConsumerGroupHeartbeatRequest;

/** One answer to a heartbeat. */
export const refusal = (errorCode: number) => (): unknown => createConsumerGroupHeartbeatResponse({ errorCode });

export class ConsumerBench {
  readonly coordinator: ScriptedCoordinator = new ScriptedCoordinator();
  readonly events: string[] = [];
  fatal: KafkaError | undefined;
  epoch = 1;
  /** What this member is to have: partitions by topic. */
  target: Readonly<Record<string, readonly number[]>> = { orders: [0, 1] };
  intervalMs = 1_000;
  /** Topics whose ids brokers do not know yet. */
  readonly unknown: Set<string> = new Set();
  #told: string | undefined;

  constructor() {
    const { coordinator } = this;
    coordinator.topics.set('orders', 4);
    coordinator.usually('ConsumerGroupHeartbeat', (request: Heartbeat) => this.answer(request));
    coordinator.usually('Metadata', ({ topics }: MetadataRequest) => ({
      topics: topics?.map(({ topicId }) => {
        const isUnknown = this.unknown.has(nameOf(topicId));
        return isUnknown
          ? { topicId, name: null, errorCode: ErrorCode.UNKNOWN_TOPIC_ID }
          : { topicId, name: nameOf(topicId), errorCode: 0 };
      }),
    }));
  }

  /** As a coordinator answers that has nothing against this member. */
  answer(request: Heartbeat): unknown {
    const { memberEpoch } = request;
    if (memberEpoch < 0) return createConsumerGroupHeartbeatResponse({ memberEpoch });
    const topicPartitions = Object.entries(this.target).map(([topic, partitions]) => {
      return { topicId: idOf(topic), partitions };
    });
    const isFull = request.subscribedTopicNames !== null;
    const text = JSON.stringify(topicPartitions);
    const assignment = isFull || text !== this.#told ? { topicPartitions } : null;
    this.#told = text;
    return createConsumerGroupHeartbeatResponse({
      memberEpoch: this.epoch,
      heartbeatIntervalMs: this.intervalMs,
      assignment,
    });
  }

  /** Another target with the next epoch, told with the next heartbeat. */
  rebalance(target: Readonly<Record<string, readonly number[]>>): void {
    this.epoch++;
    this.target = target;
  }

  /** The scripted cluster, with what a member needs that deals in topic ids. */
  get cluster(): Cluster {
    const { cluster } = this.coordinator;
    const byId = (topicId: string) => {
      const name = nameOf(topicId);
      return this.coordinator.topics.has(name) ? { name } : undefined;
    };
    const sendToAny = (api: Api<unknown, unknown>, build: (version: number) => unknown, options: object) =>
      cluster.sendToCoordinator('group', '', api, build, options);
    return { ...cluster, metadata: { ...cluster.metadata, byId }, sendToAny } as unknown as Cluster;
  }

  /** A running member. */
  open(settings: Partial<GroupSettings> = {}, handlers: Partial<GroupHandlers> = {}): ConsumerMember {
    const { events } = this;
    const told: GroupHandlers = {
      async onAssigned(partitions) {
        events.push(`assigned ${names(partitions)}`);
      },
      async onRevoked(partitions) {
        events.push(`revoked ${names(partitions)}`);
      },
      onLost: (partitions) => void events.push(`lost ${names(partitions)}`),
      onError: (error) => {
        this.fatal = error;
      },
    };
    const member = new ConsumerMember(this.cluster, { ...SETTINGS, ...settings }, { ...told, ...handlers });
    void member.run();
    return member;
  }

  /** Moves on in small steps of time until the condition holds. */
  async until(condition: () => boolean, limitMs = 120_000): Promise<void> {
    const { clock } = this.coordinator;
    const end = clock.monotonic() + limitMs;
    while (!condition()) {
      if (clock.monotonic() > end) throw new Error(`not within ${limitMs} ms; ${this.events.join('; ')}`);
      await clock.advance(50);
    }
  }

  get beats(): readonly Heartbeat[] {
    return this.coordinator.requests('ConsumerGroupHeartbeat').map(({ request }) => request as Heartbeat);
  }

  /** What each heartbeat said that the member owns, where it said so. */
  get owned(): readonly string[] {
    return this.beats.flatMap(({ memberEpoch, topicPartitions }) => {
      if (topicPartitions === null) return [];
      const list = topicPartitions.map(({ topicId, partitions }) => `${nameOf(topicId)}${partitions.join('')}`);
      return `${memberEpoch}: ${list.join(' ')}`;
    });
  }
}

export function names(partitions: readonly TopicPartition[]): string {
  return partitions.map(({ topic, partition }) => `${topic}${partition}`).join();
}
