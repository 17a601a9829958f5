// Members of one group under a virtual clock, on the embedded broker's own group, with a network that fails by a seed.
// Owns: what the members are told, and what must hold of it: nobody reads what another member of the group reads, what is
// committed never goes backwards, and whoever is told of a partition was not told of it before.
import { waitFor } from '../../../src/base/abort.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import type { Cluster, SendOptions } from '../../../src/cluster/cluster.ts';
import { partitionKey } from '../../../src/cluster/partition-key.ts';
import { classify } from '../../../src/cluster/retry-classifier.ts';
import type { TopicPartition } from '../../../src/cluster/topic-partition.ts';
import { ClassicGroup } from '../../../src/embedded/group/classic-group.ts';
import { ConsumerGroup } from '../../../src/embedded/group/consumer-group.ts';
import { refusedWith } from '../../../src/embedded/group/group-refusal.ts';
import { partitionSets } from '../../../src/embedded/group/partition-sets.ts';
import { assignorOf } from '../../../src/group/assignors.ts';
import type { GroupMember } from '../../../src/group/group-member.ts';
import type { GroupProtocol, GroupSettings } from '../../../src/group/group-settings.ts';
import { openMember } from '../../../src/group/open-member.ts';
import type { Api } from '../../../src/protocol/api.ts';
import {
  type ConsumerGroupHeartbeatRequest,
  createConsumerGroupHeartbeatResponse,
} from '../../../src/protocol/generated/consumer-group-heartbeat.ts';
import { createHeartbeatResponse, type HeartbeatRequest } from '../../../src/protocol/generated/heartbeat.ts';
import { createJoinGroupResponse, type JoinGroupRequest } from '../../../src/protocol/generated/join-group.ts';
import { createLeaveGroupResponse, type LeaveGroupRequest } from '../../../src/protocol/generated/leave-group.ts';
import { createOffsetCommitResponse, type OffsetCommitRequest } from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetFetchResponse, type OffsetFetchRequest } from '../../../src/protocol/generated/offset-fetch.ts';
import { createSyncGroupResponse, type SyncGroupRequest } from '../../../src/protocol/generated/sync-group.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { SETTINGS } from './member-bench.ts';

const PARTITIONS = 6;
const TOPIC = 'orders';
const TOPIC_ID = 'b3JkZXJzb3JkZXJzb3JkZQ';
/** How long a member may not know that the group has put it out: until its session ends. */
const ZOMBIE_MS = SETTINGS.sessionTimeoutMs;

export type Names = readonly Parameters<typeof assignorOf>[0][];

class ModelMember {
  readonly member: GroupMember;
  readonly positions: Map<number, number> = new Map();
  /** Its process is gone: nothing it sends arrives, nothing is answered. */
  isDead = false;
  isClosing = false;
  notInGroupSince: number | undefined;
  /** Told, and not begun with when onAssigned was interrupted: to be told again. */
  readonly #interrupted = new Set<number>();

  constructor(model: GroupModel, names: Names) {
    const settings: GroupSettings = { ...SETTINGS, protocol: model.protocol, assignors: names.map(assignorOf) };
    this.member = openMember(model.cluster(this), settings, {
      onAssigned: async (added, signal) => {
        for (const { partition } of added) if (!this.#interrupted.delete(partition)) model.claim(this, partition);
        signal.addEventListener('abort', () => {
          for (const { partition } of added) if (!this.positions.has(partition)) this.#interrupted.add(partition);
        });
        const committed = await this.member.committed(added, { signal });
        await model.pause(signal);
        for (const { topic, partition } of added) {
          if (model.owners.get(partition)?.has(this) !== true) continue;
          this.positions.set(partition, committed.get(partitionKey(topic, partition))?.offset ?? 0);
        }
      },
      onRevoked: async (removed, signal) => {
        const offsets = this.#offsets(removed);
        if (offsets.length > 0) await this.member.commit(offsets, { timeoutMs: 2_000 }).catch(() => {});
        // Else they are lost already, and may be assigned again.
        if (!signal.aborted) this.#release(model, removed);
      },
      onLost: (partitions) => this.#release(model, partitions),
      onError: (error) => {
        model.faults.push(`a member has failed: ${error.message}`);
      },
    });
    void this.member.run();
  }

  /** Reads a little of everything, and commits it. */
  work(step: number): void {
    for (const [partition, offset] of this.positions) this.positions.set(partition, offset + step);
    const offsets = this.#offsets([...this.positions.keys()].map((partition) => ({ topic: TOPIC, partition })));
    if (offsets.length > 0) void this.member.commit(offsets, { timeoutMs: 5_000 }).catch(() => {});
  }

  #release(model: GroupModel, partitions: readonly TopicPartition[]): void {
    for (const { partition } of partitions) {
      this.#interrupted.delete(partition);
      model.release(this, partition);
    }
  }

  #offsets(places: readonly TopicPartition[]) {
    return places.flatMap(({ topic, partition }) => {
      const offset = this.positions.get(partition);
      return offset === undefined ? [] : [{ topic, partition, offset }];
    });
  }
}

export class GroupModel {
  readonly clock: VirtualClock = new VirtualClock();
  readonly protocol: GroupProtocol;
  readonly group: ClassicGroup | ConsumerGroup;
  readonly members: ModelMember[] = [];
  readonly owners: Map<number, Set<ModelMember>> = new Map();
  readonly committed: Map<number, number> = new Map();
  /** What must not be. */
  readonly faults: string[] = [];
  /** How often a request or its answer is lost, 0 to 1. */
  lossRate = 0;
  revoked = 0;
  readonly #random: () => number;

  constructor(random: () => number, protocol: GroupProtocol = 'classic') {
    this.#random = random;
    this.protocol = protocol;
    this.group = protocol === 'classic' ? new ClassicGroup('g', this.clock) : consumerGroup(this.clock);
  }

  get alive(): ModelMember[] {
    return this.members.filter(({ isDead, isClosing }) => !isDead && !isClosing);
  }

  /** Every partition has one reader among those that live, and all of them know their share. */
  get isSettled(): boolean {
    const read = this.alive.flatMap(({ positions }) => [...positions.keys()]);
    return (
      read.length === PARTITIONS &&
      new Set(read).size === PARTITIONS &&
      this.alive.every(({ member }) => member.phase === 'stable')
    );
  }

  open(names: Names): ModelMember {
    const member = new ModelMember(this, names);
    this.members.push(member);
    return member;
  }

  /** Ends it in an orderly way; does not wait. */
  close(member: ModelMember): void {
    member.isClosing = true;
    void member.member.close({ timeoutMs: 5_000 });
  }

  /** Its process ends. */
  kill(member: ModelMember): void {
    member.isDead = true;
    for (const owners of this.owners.values()) owners.delete(member);
    member.positions.clear();
    // Only so that its timers end.
    void member.member.close({ timeoutMs: 0 });
  }

  claim(member: ModelMember, partition: number): void {
    if (member.isDead) return;
    const owners = this.owners.get(partition) ?? new Set();
    this.owners.set(partition, owners);
    if (owners.has(member)) this.faults.push(`${partition} was assigned twice`);
    for (const other of owners) if (this.#isInGroup(other)) this.faults.push(`${partition} has two readers`);
    owners.add(member);
  }

  release(member: ModelMember, partition: number): void {
    if (member.isDead) return;
    if (this.owners.get(partition)?.delete(member) !== true) this.faults.push(`${partition} was taken from nobody`);
    member.positions.delete(partition);
    this.revoked++;
  }

  async pause(signal: AbortSignal): Promise<void> {
    const ms = this.#random() * 300;
    await new Promise<void>((resolve, reject) => {
      this.clock.after(ms, () => (signal.aborted ? reject(new Error('interrupted')) : resolve()));
    });
  }

  /** Lets time pass; everybody works meanwhile. */
  async run(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      for (const member of this.alive) if (this.#random() < 0.5) member.work(1 + Math.floor(this.#random() * 5));
      await this.clock.advance(250);
      this.#watchZombies();
    }
  }

  /** What a member sees of a cluster. */
  cluster(owner: ModelMember): Cluster {
    const topic = { name: TOPIC, topicId: TOPIC_ID, partitions: new Array(PARTITIONS).fill({ replicas: [] }) };
    const retry = async (_: string, attempt: () => Promise<unknown>, { signal }: { signal?: AbortSignal } = {}) => {
      for (;;) {
        try {
          return await attempt();
        } catch (error) {
          if (signal?.aborted || classify(error) === 'fail') throw error;
          await new Promise<void>((resolve) => void this.clock.after(100, resolve));
        }
      }
    };
    return {
      clock: this.clock,
      logger: silentLogger,
      requestTimeoutMs: 10_000,
      metadataMaxAgeMs: 300_000,
      metadata: {
        get: () => topic,
        byId: () => topic,
        topic: async () => topic,
        onChange: () => () => {},
        refreshSoon: () => {},
        brokers: () => [],
      },
      forgetCoordinator: () => {},
      retry,
      closeLane: () => {},
      drainLane: () => {},
      sendToCoordinator: (
        _kind: string,
        _key: string,
        api: Api<unknown, unknown>,
        build: (v: number) => unknown,
        options: SendOptions,
      ) => {
        const request = build(Math.min(options.maxVersion ?? 99, api.maxStableVersion));
        const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? 10_000 };
        return waitFor(this.#exchange(owner, api.name, request), this.clock, api.name, call);
      },
    } as unknown as Cluster;
  }

  async #exchange(owner: ModelMember, api: string, request: unknown): Promise<unknown> {
    if (owner.isDead) return new Promise(() => {});
    const lost = () => new KafkaError('CONNECTION', 'the peer closed the connection', { retriable: true });
    if (this.#random() < this.lossRate) throw lost();
    await new Promise<void>((resolve) => void this.clock.after(1 + this.#random() * 20, resolve));
    if (owner.isDead) return new Promise(() => {});
    const answer = await this.#answer(api, request);
    if (this.#random() < this.lossRate) throw lost();
    return answer;
  }

  async #answer(api: string, request: unknown): Promise<unknown> {
    if (this.group instanceof ConsumerGroup) return this.#answerOf(this.group, api, request);
    if (api === 'JoinGroup') {
      const { groupInstanceId, ...join } = request as JoinGroupRequest;
      const host = { clientId: 'c', clientHost: 'h', requiresKnownId: true, canSkipAssignment: true };
      return createJoinGroupResponse(await this.group.join({ ...join, instanceId: groupInstanceId, ...host }));
    }
    if (api === 'SyncGroup') {
      const { groupInstanceId, assignments, ...sync } = request as SyncGroupRequest;
      const given = new Map(assignments.map(({ memberId, assignment }) => [memberId, assignment]));
      const result = await this.group.sync({ ...sync, instanceId: groupInstanceId, assignments: given });
      return createSyncGroupResponse(result);
    }
    if (api === 'Heartbeat') {
      const { memberId, generationId } = request as HeartbeatRequest;
      return createHeartbeatResponse({ errorCode: this.group.heartbeat(memberId, null, generationId) });
    }
    if (api === 'LeaveGroup') {
      for (const { memberId } of (request as LeaveGroupRequest).members) this.group.leave(memberId, null);
      return createLeaveGroupResponse();
    }
    if (api === 'OffsetCommit') return this.#commit(request as OffsetCommitRequest);
    if (api === 'OffsetFetch') return this.#committed(request as OffsetFetchRequest);
    throw new Error(`no answer to ${api}`);
  }

  #answerOf(group: ConsumerGroup, api: string, request: unknown): unknown {
    if (api === 'OffsetCommit') return this.#commit(request as OffsetCommitRequest);
    if (api === 'OffsetFetch') return this.#committed(request as OffsetFetchRequest);
    if (api !== 'ConsumerGroupHeartbeat') throw new Error(`no answer to ${api}`);
    const { topicPartitions, rebalanceTimeoutMs, ...beat } = request as ConsumerGroupHeartbeatRequest;
    try {
      const { assignment, ...answer } = group.beat({
        ...beat,
        rebalanceTimeoutMs: rebalanceTimeoutMs < 0 ? null : rebalanceTimeoutMs,
        topicNames: beat.subscribedTopicNames,
        topicRegex: beat.subscribedTopicRegex,
        owned: topicPartitions === null ? null : partitionSets(topicPartitions),
        clientId: 'c',
        clientHost: 'h',
      });
      const told = [...(assignment ?? [])].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] }));
      return createConsumerGroupHeartbeatResponse({
        ...answer,
        assignment: assignment === null ? null : { topicPartitions: told },
      });
    } catch (error) {
      return createConsumerGroupHeartbeatResponse({ errorCode: refusedWith(error) });
    }
  }

  #commit({ memberId, generationIdOrMemberEpoch, topics }: OffsetCommitRequest): unknown {
    const partitions = topics.flatMap((topic) => topic.partitions.map(({ partitionIndex }) => partitionIndex));
    const errorCode = this.group.commitFault({
      memberId,
      instanceId: null,
      generationId: generationIdOrMemberEpoch,
      how: 'plain',
      knowsEpochs: true,
      partitions: partitions.map((partition) => ({ topicId: TOPIC_ID, partition })),
    });
    return createOffsetCommitResponse({
      topics: topics.map(({ name, partitions }) => ({
        name,
        topicId: '',
        partitions: partitions.map(({ partitionIndex, committedOffset }) => {
          const before = this.committed.get(partitionIndex) ?? 0;
          if (errorCode === 0 && committedOffset < before) {
            this.faults.push(`${partitionIndex} was committed at ${committedOffset} after ${before}`);
          }
          if (errorCode === 0) this.committed.set(partitionIndex, committedOffset);
          return { partitionIndex, errorCode };
        }),
      })),
    });
  }

  #committed({ groups }: OffsetFetchRequest): unknown {
    const topics = (groups[0]?.topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      topicId: '',
      partitions: partitionIndexes.map((partitionIndex) => ({
        partitionIndex,
        committedOffset: this.committed.get(partitionIndex) ?? -1,
        committedLeaderEpoch: -1,
        metadata: '',
        errorCode: 0,
      })),
    }));
    return createOffsetFetchResponse({ groups: [{ groupId: 'g', errorCode: 0, topics }] });
  }

  #isInGroup({ member }: ModelMember): boolean {
    const id = member.generation?.memberId;
    return id !== undefined && this.group.members.some((each) => each.id === id);
  }

  /** Somebody who reads and is not in the group has to find out before long. */
  #watchZombies(): void {
    const now = this.clock.monotonic();
    for (const member of this.alive) {
      if (this.#isInGroup(member) || member.positions.size === 0) member.notInGroupSince = undefined;
      else member.notInGroupSince ??= now;
      const since = member.notInGroupSince ?? now;
      if (now - since <= ZOMBIE_MS) continue;
      this.faults.push(`a member read for ${now - since} ms without being in the group`);
      member.notInGroupSince = undefined;
    }
  }
}

function consumerGroup(clock: VirtualClock): ConsumerGroup {
  const topic = { id: TOPIC_ID, name: TOPIC, partitions: PARTITIONS, fingerprint: 'one' };
  const topics = { get: () => topic, byId: () => topic, names: () => [TOPIC], newest: 1 };
  const environment = {
    clock,
    topics,
    consumerGroupMaxSize: 100,
    migrationPolicy: 'disabled' as const,
    sessionTimeoutMs: () => SETTINGS.sessionTimeoutMs,
    heartbeatIntervalMs: () => SETTINGS.heartbeatIntervalMs,
    assignmentIntervalMs: () => 0,
  };
  return new ConsumerGroup('g', environment, () => {});
}
