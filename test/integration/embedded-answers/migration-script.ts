// Members of both protocols in one group (KIP-848): a classic group that members of the consumer protocol join, and back.

import {
  createConsumerProtocolAssignment,
  encodeConsumerProtocolAssignment,
} from '../../../src/protocol/generated/consumer-protocol-assignment.ts';
import {
  createConsumerProtocolSubscription,
  encodeConsumerProtocolSubscription,
} from '../../../src/protocol/generated/consumer-protocol-subscription.ts';
import { createDescribeGroupsRequest, describeGroupsApi } from '../../../src/protocol/generated/describe-groups.ts';
import { createHeartbeatRequest, heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import {
  createJoinGroupRequest,
  type JoinGroupRequest,
  type JoinGroupResponse,
  joinGroupApi,
} from '../../../src/protocol/generated/join-group.ts';
import { createLeaveGroupRequest, leaveGroupApi } from '../../../src/protocol/generated/leave-group.ts';
import { createListGroupsRequest, listGroupsApi } from '../../../src/protocol/generated/list-groups.ts';
import { createOffsetCommitRequest, offsetCommitApi } from '../../../src/protocol/generated/offset-commit.ts';
import { createSyncGroupRequest, syncGroupApi } from '../../../src/protocol/generated/sync-group.ts';
import { Encoder } from '../../../src/wire/encoder.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { ConsumerGroupScript } from './consumer-group-script.ts';
import type { Transcript } from './transcript.ts';

const VERSION = 3;

function subscriptionTo(topics: readonly string[], owned: readonly [string, number[]][] = []): Buffer {
  const e = new Encoder();
  e.int16(VERSION);
  const ownedPartitions = owned.map(([topic, partitions]) => ({ topic, partitions }));
  encodeConsumerProtocolSubscription(e, createConsumerProtocolSubscription({ topics, ownedPartitions }), VERSION);
  return e.toBuffer();
}

function assignmentOf(topic: string, partitions: readonly number[], userData: Buffer | null = null): Buffer {
  const e = new Encoder();
  e.int16(VERSION);
  const assignedPartitions = [{ topic, partitions }];
  encodeConsumerProtocolAssignment(e, createConsumerProtocolAssignment({ assignedPartitions, userData }), VERSION);
  return e.toBuffer();
}

/** A member of the classic protocol in such a group. */
class ClassicScript {
  readonly #t: Transcript;
  readonly #groupId: string;
  readonly #topic: string;
  readonly #instanceId: string | null;
  #joined: JoinGroupResponse | undefined;
  owned: readonly [string, number[]][] = [];

  constructor(t: Transcript, groupId: string, topic: string, instanceId: string | null = null) {
    this.#t = t;
    this.#groupId = groupId;
    this.#topic = topic;
    this.#instanceId = instanceId;
  }

  get memberId(): string {
    return this.#joined?.memberId ?? '';
  }

  get generationId(): number {
    return this.#joined?.generationId ?? -1;
  }

  async join(what: string, init: Partial<JoinGroupRequest> = {}): Promise<void> {
    const answer = await this.#t.ask(
      what,
      joinGroupApi,
      7,
      createJoinGroupRequest({
        groupId: this.#groupId,
        groupInstanceId: this.#instanceId,
        memberId: this.memberId,
        sessionTimeoutMs: 30_000,
        rebalanceTimeoutMs: 30_000,
        protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: subscriptionTo([this.#topic], this.owned) }],
        ...init,
      }),
    );
    if (answer !== undefined && (answer.errorCode === 0 || answer.memberId !== '')) this.#joined = answer;
  }

  async sync(what: string, assignment: Buffer | undefined = undefined): Promise<void> {
    const { memberId, generationId } = this;
    await this.#t.ask(
      what,
      syncGroupApi,
      5,
      createSyncGroupRequest({
        groupId: this.#groupId,
        groupInstanceId: this.#instanceId,
        memberId,
        generationId,
        protocolType: 'consumer',
        protocolName: 'range',
        assignments: assignment === undefined ? [] : [{ memberId, assignment }],
      }),
    );
  }

  async beat(what: string, generationId: number = this.generationId): Promise<void> {
    const { memberId } = this;
    const request = { groupId: this.#groupId, groupInstanceId: this.#instanceId, memberId, generationId };
    await this.#t.ask(what, heartbeatApi, 4, createHeartbeatRequest(request));
  }

  async commit(what: string, version: number, generationId: number = this.generationId): Promise<void> {
    const partitions = [{ partitionIndex: 0, committedOffset: 4, committedLeaderEpoch: 0, committedMetadata: null }];
    const topics = [{ name: this.#topic, topicId: ZERO_UUID, partitions }];
    const { memberId } = this;
    const request = {
      groupId: this.#groupId,
      groupInstanceId: this.#instanceId,
      memberId,
      generationIdOrMemberEpoch: generationId,
      topics,
    };
    await this.#t.ask(what, offsetCommitApi, version, createOffsetCommitRequest(request));
  }

  async leave(what: string): Promise<void> {
    const members = [{ memberId: this.memberId, groupInstanceId: this.#instanceId, reason: null }];
    await this.#t.ask(what, leaveGroupApi, 5, createLeaveGroupRequest({ groupId: this.#groupId, members }));
  }
}

async function describeClassic(t: Transcript, what: string, groupId: string): Promise<void> {
  await t.ask(what, describeGroupsApi, 6, createDescribeGroupsRequest({ groups: [groupId] }));
}

async function upgradeAndBack(t: Transcript, topic: string): Promise<void> {
  const group = new ConsumerGroupScript(t, 'up');
  const classic = new ClassicScript(t, group.id, topic);
  await classic.join('classic: gets an id');
  await classic.join('classic: joins');
  await classic.sync('classic: syncs', assignmentOf(topic, [0, 1, 2, 3]));
  await group.beat('goes on in a classic group', 'b', { memberEpoch: 3 });
  await group.leave('leaves a classic group', 'b');
  await group.describe('a classic group described');
  await group.join('joins the classic group', 'b', [topic]);
  await group.describe('described with both');
  await describeClassic(t, 'described as a classic group', group.id);
  await classic.beat('classic: hears of it');
  await classic.commit('classic: commits meanwhile', 9);
  classic.owned = [[topic, [0, 1, 2, 3]]];
  await classic.join('classic: joins again');
  await classic.sync('classic: syncs to what it keeps');
  await classic.beat('classic: has to join once more');
  classic.owned = [[topic, [0, 1]]];
  await group.describe('described while it gives up');
  await classic.join('classic: joins with less');
  await classic.sync('classic: syncs again');
  await classic.beat('classic: all is well');
  await group.beat('gets the rest', 'b');
  await group.describe('described when all is done');
  await classic.beat('classic: of another generation', 99);
  await classic.commit('classic: commits', 9);
  await classic.commit('classic: commits in an old version', 5);
  await classic.commit('classic: commits with an older generation', 9, classic.generationId - 1);
  await classic.commit('classic: commits with a greater generation', 9, classic.generationId + 1);
  await group.leave('the last of the consumer protocol leaves', 'b');
  await describeClassic(t, 'described as a classic group again', group.id);
  await group.describe('no consumer group any more');
  await classic.beat('classic: hears of that');
  await classic.join('classic: joins the classic group');
  await classic.sync('classic: leads it', assignmentOf(topic, [0, 1, 2, 3]));
  await classic.beat('classic: goes on');
  await classic.leave('classic: leaves');
}

async function classicJoins(t: Transcript, topic: string): Promise<void> {
  const group = new ConsumerGroupScript(t, 'down');
  await group.join('a joins', 'a', [topic]);
  const classic = new ClassicScript(t, group.id, topic);
  await classic.join('of another protocol type', { protocolType: 'connect' });
  await classic.join('with bytes that cannot be read', {
    memberId: 'y',
    protocols: [{ name: 'range', metadata: Buffer.from('x') }],
  });
  await classic.join('classic: gets an id', { memberId: '' });
  await classic.join('classic: joins');
  await group.describe('described with a classic member');
  await classic.sync('classic: syncs to nothing');
  await classic.beat('classic: waits');
  await group.beat('a gives up', 'a');
  await group.beat('a has given up', 'a');
  await classic.beat('classic: shall join');
  await classic.join('classic: joins again');
  await classic.sync('classic: syncs');
  await classic.beat('classic: goes on');
  await group.describe('described when all is done');
  await classic.leave('classic: leaves');
  await classic.beat('classic: goes on though it left');
  await group.settle('a');
  await group.describe('described without it');
}

async function staticMigration(t: Transcript, topic: string): Promise<void> {
  const group = new ConsumerGroupScript(t, 'static-up');
  const named = { instanceId: 'i' };
  const classic = new ClassicScript(t, group.id, topic, 'i');
  await classic.join('static classic: joins');
  await classic.sync('static classic: syncs', assignmentOf(topic, [0, 1, 2, 3]));
  await group.join('static: comes back by the consumer protocol', 'b', [topic], named);
  await group.describe('described after that');
  await classic.beat('static classic: is fenced');
  await group.beat('static: goes on', 'b', named);
  const again = new ClassicScript(t, group.id, topic, 'i');
  await again.join('static classic: is back');
  await describeClassic(t, 'described as a classic group', group.id);
  await again.sync('static classic: syncs');
  await again.beat('static classic: goes on');
}

async function refusals(t: Transcript, topic: string): Promise<void> {
  const own = new ConsumerGroupScript(t, 'user-data');
  const classic = new ClassicScript(t, own.id, topic);
  await classic.join('classic: gets an id');
  await classic.join('classic: joins');
  await classic.sync('classic: syncs', assignmentOf(topic, [0], Buffer.from('own')));
  await own.join('joins a group of an assignor of its own', 'a', [topic]);
  const connect = new ConsumerGroupScript(t, 'connect');
  const worker = new ClassicScript(t, connect.id, topic);
  const protocols = [{ name: 'x', metadata: Buffer.alloc(0) }];
  await worker.join('a worker: gets an id', { protocolType: 'connect', protocols });
  await worker.join('a worker: joins', { protocolType: 'connect', protocols });
  await connect.join('joins a group of workers', 'a', [topic]);
}

export async function migration(t: Transcript, topic: string): Promise<void> {
  await upgradeAndBack(t, topic);
  await classicJoins(t, topic);
  await staticMigration(t, topic);
  await refusals(t, topic);
  await t.ask('listed', listGroupsApi, 5, createListGroupsRequest(), {
    show: ({ groups }) =>
      groups.filter(({ groupId }) => groupId.startsWith(t.prefix)).sort((x, y) => (x.groupId < y.groupId ? -1 : 1)),
  });
}
