import { beforeEach, describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import { assignorOf } from '../../../src/group/assignors.ts';
import { decodeSubscription, encodeAssignment } from '../../../src/group/consumer-protocol.ts';
import { SubscribedTopics, subscribedCounts } from '../../../src/group/subscribed-topics.ts';
import { createJoinGroupResponse, type JoinGroupRequest } from '../../../src/protocol/generated/join-group.ts';
import { createSyncGroupResponse } from '../../../src/protocol/generated/sync-group.ts';
import { turn } from '../../support/virtual-clock.ts';
import { MemberBench } from './member-bench.ts';
import { ScriptedCoordinator } from './scripted-coordinator.ts';

const MAX_AGE_MS = 300_000;

let coordinator: ScriptedCoordinator;
let cluster: Cluster;
let changes: string[];
let subscribed: SubscribedTopics;

function follow(pattern: RegExp): Promise<readonly string[]> {
  subscribed = new SubscribedTopics(cluster, { kind: 'pattern', pattern }, (what) => changes.push(what));
  return subscribed.names({});
}

beforeEach(() => {
  coordinator = new ScriptedCoordinator();
  ({ cluster } = coordinator);
  changes = [];
  for (const name of ['b-1', 'a-1', 'a-2', 'c', '__a-internal']) coordinator.topics.set(name, 3);
});

describe('topics of a pattern', () => {
  it('are those whose names match, in name order, internal ones never', async () => {
    expect(await follow(/a|b/)).toEqual(['a-1', 'a-2', 'b-1']);
    expect(await subscribed.names({})).toBe(subscribed.known);
    subscribed.close();
    expect(coordinator.clock.timers).toBe(0);
  });

  it('do not depend on what a global expression remembers', async () => {
    expect(await follow(/^a-\d$/gy)).toEqual(['a-1', 'a-2']);
    subscribed.close();
  });

  it('are looked at again with the age of metadata, and told when they are others', async () => {
    const before = await follow(/^a/);
    await coordinator.clock.advance(MAX_AGE_MS);
    expect([coordinator.looks, changes, subscribed.known]).toEqual([2, [], before]);
    expect(subscribed.known).toBe(before);
    coordinator.topics.set('a-3', 1);
    await coordinator.clock.advance(MAX_AGE_MS);
    expect(changes).toEqual(['topics of the pattern: a-3 has appeared']);
    expect(await subscribed.names({})).toEqual(['a-1', 'a-2', 'a-3']);
    subscribed.close();
  });

  it('are gone when two looks do not show them; then nothing keeps up with them any more (trap 47, 82)', async () => {
    await follow(/^a/);
    coordinator.topics.delete('a-1');
    await coordinator.clock.advance(MAX_AGE_MS);
    expect([changes, subscribed.known]).toEqual([[], ['a-1', 'a-2']]);
    await coordinator.clock.advance(5_000);
    expect(changes).toEqual(['topics of the pattern: a-1 is gone']);
    expect(subscribed.known).toEqual(['a-2']);
    expect(coordinator.forgottenTopics).toEqual(['a-1']);
    subscribed.close();
  });

  it('stay when one broker has not heard of them (trap 47)', async () => {
    const before = await follow(/^a/);
    coordinator.topics.delete('a-1');
    await coordinator.clock.advance(MAX_AGE_MS);
    coordinator.topics.set('a-1', 3);
    await coordinator.clock.advance(MAX_AGE_MS);
    expect([changes, coordinator.forgottenTopics]).toEqual([[], []]);
    expect(subscribed.known).toBe(before);
    subscribed.close();
  });

  it('are looked at before their time when one of them has disappeared from what is known', async () => {
    await follow(/^a/);
    coordinator.setTopic('c', 4);
    await turn();
    expect(coordinator.looks).toBe(1);
    coordinator.deleteTopic('a-1');
    await turn();
    expect(coordinator.looks).toBe(2);
    await coordinator.clock.advance(5_000);
    expect(changes).toEqual(['topics of the pattern: a-1 is gone']);
    subscribed.close();
  });

  it('are asked for again when the brokers did not answer', async () => {
    await follow(/^a/);
    const { all } = cluster.metadata;
    Object.assign(cluster.metadata, { all: () => Promise.reject(new Error('away')) });
    await coordinator.clock.advance(MAX_AGE_MS);
    expect(coordinator.warnings).toEqual(['the topics of the pattern could not be looked at']);
    Object.assign(cluster.metadata, { all });
    coordinator.topics.set('a-9', 1);
    await coordinator.clock.advance(MAX_AGE_MS);
    expect(changes).toEqual(['topics of the pattern: a-9 has appeared']);
    subscribed.close();
  });
});

describe('counts of a subscription', () => {
  it('are those of its topics, of what its pattern matches, or of all topics where only brokers know', async () => {
    const names = async (subscription: Parameters<typeof subscribedCounts>[1]) =>
      Object.fromEntries(await subscribedCounts(cluster, subscription, {}));
    expect(await names({ kind: 'topics', topics: ['c', 'none'] })).toEqual({ c: 3 });
    expect(await names({ kind: 'pattern', pattern: /^b/ })).toEqual({ 'b-1': 3 });
    expect(Object.keys(await names({ kind: 'server-pattern', pattern: '^b' })).sort()).toEqual([
      'a-1',
      'a-2',
      'b-1',
      'c',
    ]);
  });
});

describe('a member that subscribes by pattern', () => {
  const pattern = { kind: 'pattern', pattern: /^a/ } as const;

  it('joins anew when its topics change, also where they do while JoinGroup is under way', async () => {
    const bench = new MemberBench();
    for (const name of ['a-1', 'b']) bench.coordinator.topics.set(name, 1);
    const member = bench.open({ subscription: pattern });
    await bench.until(() => member.phase === 'stable');
    expect(bench.events).toEqual(['assigned a-10']);
    bench.coordinator.topics.set('a-2', 1);
    await bench.until(() => member.rebalances === 2 && member.phase === 'stable', 2 * MAX_AGE_MS);
    expect(bench.events.at(-1)).toBe('assigned a-10,a-20');
    expect(bench.joinRequest(1).reason).toContain('a-2 has appeared');
    bench.coordinator.next('JoinGroup', (request: { memberId: string; protocols: { metadata: Buffer }[] }) => {
      // The list is longer before the answer comes.
      bench.coordinator.topics.set('a-3', 1);
      bench.coordinator.deleteTopic('a-2');
      bench.coordinator.setTopic('a-2', 1);
      return new Promise((resolve) => {
        void bench.coordinator.clock.after(10, () => {
          bench.coordinator.usualAnswer('JoinGroup', request).then(resolve, resolve);
        });
      });
    });
    bench.coordinator.setTopic('a-1', 2);
    await bench.until(() => bench.events.at(-1) === 'assigned a-10,a-11,a-20,a-30', 2 * MAX_AGE_MS);
    await member.close();
    expect(bench.coordinator.clock.timers).toBe(0);
  });

  it('is in its group without any topic until there is one', async () => {
    const bench = new MemberBench();
    const member = bench.open({ subscription: pattern });
    await bench.until(() => member.phase === 'stable');
    bench.coordinator.topics.set('a-1', 1);
    await bench.until(() => bench.events.at(-1) === 'assigned a-10', 2 * MAX_AGE_MS);
    await member.close();
  });

  it('gives up what was deleted before it joins anew, and reads on the rest (KIP-429)', async () => {
    const bench = new MemberBench();
    const { coordinator } = bench;
    for (const name of ['a-1', 'a-2']) coordinator.topics.set(name, 1);
    let generationId = 0;
    // Somebody else leads.
    coordinator.usually('JoinGroup', ({ memberId, protocols }: JoinGroupRequest) => {
      const joined = { generationId: ++generationId, leader: 'other', memberId: memberId || 'given' };
      return createJoinGroupResponse({ ...joined, protocolName: protocols[0]?.name ?? '' });
    });
    coordinator.usually('SyncGroup', () => {
      const share = [...coordinator.topics.keys()].filter((topic) => topic.startsWith('a'));
      const assignment = encodeAssignment(share.map((topic) => ({ topic, partition: 0 })));
      return createSyncGroupResponse({ assignment });
    });
    const member = bench.open({ subscription: pattern, assignors: [assignorOf('cooperative-sticky')] });
    await bench.until(() => member.phase === 'stable');
    coordinator.topics.delete('a-1');
    await bench.until(() => member.rebalances === 2 && member.phase === 'stable', 2 * MAX_AGE_MS);
    expect(bench.events).toEqual(['assigned a-10,a-20', 'revoked a-10', 'assigned ']);
    const said = decodeSubscription(bench.joinRequest(1).protocols[0]?.metadata as Buffer);
    expect(said?.ownedPartitions).toEqual([{ topic: 'a-2', partition: 0 }]);
    await member.close();
  });

  it('by the pattern of brokers cannot join here, and says so', async () => {
    const bench = new MemberBench();
    const member = bench.open({ subscription: { kind: 'server-pattern', pattern: '^a' } });
    await bench.until(() => bench.fatal !== undefined);
    expect(bench.fatal?.message).toContain('KIP-848');
    await member.close();
  });
});
