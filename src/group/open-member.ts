// Which protocol a member speaks. Owns: the choice, and going over to the classic protocol where a coordinator has no
// other for this group. Must not know: either protocol.
// Invariant: whoever has joined once stays with its protocol; a fall-back is told once and can be seen for ever.
import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { ClassicMember } from './classic-member.ts';
import type { CommitResult } from './commit-queue.ts';
import { ConsumerMember } from './consumer-member.ts';
import type { Outage } from './coordinator-link.ts';
import type { CloseOptions, GroupHandlers, GroupMember, MemberPhase } from './group-member.ts';
import type { GroupProtocol, GroupSettings } from './group-settings.ts';
import type { LoopBlock } from './loop-block.ts';
import type { Identity } from './member-state.ts';

/** What the coordinator answers a first heartbeat with that only members of the classic protocol can do something about. */
const CLASSIC_ONLY: ReadonlyMap<string, string> = new Map([
  ['UNSUPPORTED_VERSION', 'the brokers have no KIP-848, or it is not enabled (group.version)'],
  [
    'GROUP_ID_NOT_FOUND',
    'the group has classic members, and the brokers do not migrate it (group.consumer.migration.policy)',
  ],
]);

/** A member that speaks what the settings ask for: with 'consumer' the classic protocol where there is no other. */
export function openMember(cluster: Cluster, settings: GroupSettings, handlers: GroupHandlers): GroupMember {
  if (settings.protocol === 'classic') return new ClassicMember(cluster, settings, handlers);
  // What the coordinator is to match cannot be matched here: RE2 is another language.
  if (settings.subscription.kind === 'server-pattern') return new ConsumerMember(cluster, settings, handlers);
  return new FallingBackMember(cluster, settings, handlers);
}

class FallingBackMember implements GroupMember {
  readonly #cluster: Cluster;
  readonly #settings: GroupSettings;
  readonly #handlers: GroupHandlers;
  readonly #consumer: ConsumerMember;
  #member: GroupMember;
  #fellBack: string | undefined;

  constructor(cluster: Cluster, settings: GroupSettings, handlers: GroupHandlers) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#handlers = handlers;
    this.#consumer = new ConsumerMember(cluster, settings, handlers, (error) => this.#fallBack(error));
    this.#member = this.#consumer;
  }

  get protocol(): GroupProtocol {
    return this.#member.protocol;
  }

  get fellBack(): string | undefined {
    return this.#fellBack;
  }

  get phase(): MemberPhase {
    return this.#member.phase;
  }

  get generation(): Identity | undefined {
    return this.#member.generation;
  }

  get assigned(): readonly TopicPartition[] {
    return this.#member.assigned;
  }

  get rebalances(): number {
    return this.#member.rebalances;
  }

  get outage(): Outage | undefined {
    return this.#member.outage;
  }

  get loopBlock(): LoopBlock | undefined {
    return this.#member.loopBlock;
  }

  get longestLoopBlockMs(): number {
    return this.#member.longestLoopBlockMs;
  }

  get lastHeartbeatAt(): number | undefined {
    return this.#member.lastHeartbeatAt;
  }

  get missingTopics(): readonly string[] {
    return this.#member.missingTopics;
  }

  async run(): Promise<void> {
    await this.#consumer.run();
    await this.#member.run();
  }

  commit(offsets: readonly TopicPartitionOffset[], call?: CallOptions): Promise<readonly CommitResult[]> {
    return this.#member.commit(offsets, call);
  }

  goBack(place: TopicPartitionOffset): void {
    this.#member.goBack(place);
  }

  committed(
    partitions: readonly TopicPartition[],
    call?: CallOptions,
  ): Promise<ReadonlyMap<string, TopicPartitionOffset | undefined>> {
    return this.#member.committed(partitions, call);
  }

  async close(options?: CloseOptions): Promise<void> {
    await this.#member.close(options);
    // Replaced by it a moment ago, it may be at its end still.
    if (this.#member !== this.#consumer) await this.#consumer.close(options);
  }

  #fallBack({ code, message }: KafkaError): boolean {
    const reason = CLASSIC_ONLY.get(code);
    if (reason === undefined) return false;
    const { groupId } = this.#settings;
    this.#fellBack = `group ${groupId} is joined with the classic protocol: ${reason}`;
    this.#cluster.logger.warn(this.#fellBack, { group: groupId, error: message });
    this.#member = new ClassicMember(this.#cluster, this.#settings, this.#handlers);
    void this.#member.run();
    return true;
  }
}
