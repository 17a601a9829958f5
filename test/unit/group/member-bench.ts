// A group member on a scripted coordinator, with a record of what it told its owner.
import type { KafkaError } from '../../../src/base/errors.ts';
import type { TopicPartition } from '../../../src/cluster/topic-partition.ts';
import { assignorOf } from '../../../src/group/assignors.ts';
import { ClassicMember } from '../../../src/group/classic-member.ts';
import type { GroupHandlers } from '../../../src/group/group-member.ts';
import type { GroupSettings } from '../../../src/group/group-settings.ts';
import type { Subscription } from '../../../src/group/subscription.ts';
import { createHeartbeatResponse } from '../../../src/protocol/generated/heartbeat.ts';
import type { JoinGroupRequest } from '../../../src/protocol/generated/join-group.ts';
import { type Asked, ScriptedCoordinator } from './scripted-coordinator.ts';

export const SETTINGS: GroupSettings = {
  groupId: 'g',
  subscription: { kind: 'topics', topics: ['orders'] },
  protocol: 'classic',
  remoteAssignor: null,
  rack: '',
  sessionTimeoutMs: 10_000,
  heartbeatIntervalMs: 1_000,
  rebalanceTimeoutMs: 20_000,
  groupInstanceId: null,
  assignors: [assignorOf('range'), assignorOf('roundrobin')],
};

/** These topics by name. */
export const topicsOf = (...topics: string[]): Subscription => ({ kind: 'topics', topics });

/** One answer to a heartbeat. */
export const beat = (errorCode: number) => (): unknown => createHeartbeatResponse({ errorCode });

export class MemberBench {
  readonly coordinator: ScriptedCoordinator = new ScriptedCoordinator();
  readonly events: string[] = [];
  fatal: KafkaError | undefined;

  constructor() {
    this.coordinator.topics.set('orders', 2);
  }

  /** A running member. */
  open(settings: Partial<GroupSettings> = {}, handlers: Partial<GroupHandlers> = {}): ClassicMember {
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
    const member = new ClassicMember(this.coordinator.cluster, { ...SETTINGS, ...settings }, { ...told, ...handlers });
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

  /** The index-th JoinGroup. */
  joinRequest(index: number): JoinGroupRequest {
    return (this.coordinator.requests('JoinGroup')[index] as Asked).request as JoinGroupRequest;
  }
}

function names(partitions: readonly TopicPartition[]): string {
  return partitions.map(({ topic, partition }) => `${topic}${partition}`).join();
}
