// A member whose assignors are all cooperative (KIP-429): what it keeps it reads on, whatever the group does.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Assignor } from '../../../src/group/assignor.ts';
import { assignorOf } from '../../../src/group/assignors.ts';
import type { ClassicMember } from '../../../src/group/classic-member.ts';
import { decodeSubscription, encodeAssignment, encodeSubscription } from '../../../src/group/consumer-protocol.ts';
import type { GroupHandlers } from '../../../src/group/group-member.ts';
import type { GroupSettings } from '../../../src/group/group-settings.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createJoinGroupResponse, type JoinGroupRequest } from '../../../src/protocol/generated/join-group.ts';
import type { OffsetCommitRequest } from '../../../src/protocol/generated/offset-commit.ts';
import { createSyncGroupResponse } from '../../../src/protocol/generated/sync-group.ts';
import { turn } from '../../support/virtual-clock.ts';
import { beat, MemberBench } from './member-bench.ts';
import { commitAnswer, type ScriptedCoordinator, silence, unreachable } from './scripted-coordinator.ts';

let bench: MemberBench;
let coordinator: ScriptedCoordinator;
let events: string[];

const cooperative: Partial<GroupSettings> = { assignors: [assignorOf('cooperative-sticky')] };
const orders = (...partitions: number[]) => partitions.map((partition) => ({ topic: 'orders', partition }));
/** The leader is another member, who gives this one these partitions. */
const share = (...partitions: number[]) => {
  return () => createSyncGroupResponse({ assignment: encodeAssignment(orders(...partitions)) });
};
const open = (handlers: Partial<GroupHandlers> = {}, settings: Partial<GroupSettings> = cooperative) =>
  bench.open(settings, handlers);
const stable = (member: ClassicMember, rebalances: number) =>
  bench.until(() => member.rebalances === rebalances && member.phase === 'stable');
const announceRebalance = (): void => coordinator.next('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
/** What the index-th JoinGroup says of the member. */
const said = (index: number) => {
  const { ownedPartitions, generationId } = decodeSubscription(
    bench.joinRequest(index).protocols[0]?.metadata as Buffer,
  ) as NonNullable<ReturnType<typeof decodeSubscription>>;
  return { owned: ownedPartitions, generationId };
};

beforeEach(() => {
  bench = new MemberBench();
  ({ coordinator, events } = bench);
  coordinator.topics.set('orders', 4);
  // Somebody else leads.
  let generation = 0;
  coordinator.usually('JoinGroup', ({ memberId, protocols }: JoinGroupRequest) => {
    const joined = { generationId: ++generation, leader: 'other', memberId: memberId || 'given' };
    return createJoinGroupResponse({ ...joined, protocolName: protocols[0]?.name ?? '' });
  });
});

describe('a cooperative member', () => {
  it('keeps what it keeps: nobody is told of it, and it is owned all the while (trap 73)', async () => {
    coordinator.usually('SyncGroup', share(0, 1));
    const member = open();
    await stable(member, 1);
    announceRebalance();
    const owned: unknown[] = [];
    await bench.until(() => {
      owned.push(member.assigned);
      return member.rebalances === 2;
    });
    expect(owned.every((each) => JSON.stringify(each) === JSON.stringify(orders(0, 1)))).toBe(true);
    expect(events).toEqual(['assigned orders0,orders1', 'assigned ']);
    expect([said(0), said(1)]).toEqual([
      { owned: [], generationId: -1 },
      { owned: orders(0, 1), generationId: 1 },
    ]);
    await member.close();
    expect(events.at(-1)).toBe('revoked orders0,orders1');
  });

  it('gives up what is to move, then has what is new, then joins again so that it can be given on (trap 73)', async () => {
    coordinator.next('SyncGroup', share(0, 1), share(1, 2), share(1, 2));
    const member = open();
    await stable(member, 1);
    announceRebalance();
    await stable(member, 3);
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0', 'assigned orders2', 'assigned ']);
    expect(said(2)).toEqual({ owned: orders(1, 2), generationId: 2 });
    expect(bench.joinRequest(2).reason).toContain('partitions were given up');
    expect(coordinator.requests('JoinGroup')).toHaveLength(3);
    await member.close();
  });

  it('commits what it gives up while onRevoked runs, in the new generation', async () => {
    coordinator.next('SyncGroup', share(0, 1), share(1), share(1));
    const member: ClassicMember = open({
      onRevoked: async (removed) => {
        const results = await member.commit(removed.map((place) => ({ ...place, offset: 7 })));
        events.push(`committed ${results.filter(({ error }) => error === undefined).length}`);
      },
    });
    await stable(member, 1);
    announceRebalance();
    await stable(member, 3);
    expect(events).toEqual(['assigned orders0,orders1', 'committed 1', 'assigned ', 'assigned ']);
    const [commit] = coordinator.requests('OffsetCommit');
    expect(commit?.request).toMatchObject({ generationIdOrMemberEpoch: 2 });
    await member.close();
  });

  it('holds commits between Join and Sync, and takes REBALANCE_IN_PROGRESS for no loss (trap 62)', async () => {
    coordinator.usually('SyncGroup', share(0, 1));
    const member = open();
    await stable(member, 1);
    let answerJoin = (): void => {};
    coordinator.next('JoinGroup', ({ memberId }: JoinGroupRequest) => {
      const joined = { generationId: 2, leader: 'other', memberId, protocolName: 'cooperative-sticky' };
      return new Promise((resolve) => (answerJoin = () => resolve(createJoinGroupResponse(joined))));
    });
    coordinator.next('OffsetCommit', (request: OffsetCommitRequest) =>
      commitAnswer(request, ErrorCode.REBALANCE_IN_PROGRESS),
    );
    const results = member.commit([{ topic: 'orders', partition: 0, offset: 5 }]);
    await bench.until(() => coordinator.requests('JoinGroup').length === 2);
    expect(coordinator.requests('OffsetCommit')).toHaveLength(1);
    const before = coordinator.requests('Heartbeat').length;
    coordinator.usually('Heartbeat', beat(ErrorCode.REBALANCE_IN_PROGRESS));
    await coordinator.clock.advance(6_000);
    expect(coordinator.requests('OffsetCommit')).toHaveLength(1);
    expect(coordinator.requests('Heartbeat').length).toBeGreaterThan(before + 4);
    coordinator.usually('Heartbeat', beat(0));
    answerJoin();
    await stable(member, 2);
    expect((await results).map(({ error }) => error)).toEqual([undefined]);
    expect(events).toEqual(['assigned orders0,orders1', 'assigned ']);
    await member.close();
  });

  it.each([
    ['UNKNOWN_MEMBER_ID', ''],
    ['ILLEGAL_GENERATION', 'given'],
  ] as const)('loses all that it owns when JoinGroup or SyncGroup answers %s', async (name, memberId) => {
    coordinator.usually('SyncGroup', share(0, 1));
    const member = open();
    await stable(member, 1);
    coordinator.next('SyncGroup', () => createSyncGroupResponse({ errorCode: ErrorCode[name] }));
    announceRebalance();
    await stable(member, 2);
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1', 'assigned orders0,orders1']);
    expect(bench.joinRequest(2).memberId).toBe(memberId);
    expect(said(2)).toEqual({ owned: [], generationId: -1 });
    await member.close();
  });

  it('loses all that it owns when the session is over while it waits to join', async () => {
    coordinator.usually('SyncGroup', share(0, 1));
    const member = open();
    await stable(member, 1);
    announceRebalance();
    await bench.until(() => coordinator.requests('JoinGroup').length === 1);
    coordinator.usually('Heartbeat', unreachable);
    coordinator.usually('JoinGroup', silence);
    await bench.until(() => events.includes('lost orders0,orders1'));
    await member.close();
  });

  it('loses what it owned when generations went by without it (KIP-792)', async () => {
    coordinator.usually('SyncGroup', share(0, 1));
    const member = open();
    await stable(member, 1);
    coordinator.next('JoinGroup', ({ memberId }: JoinGroupRequest) =>
      createJoinGroupResponse({ generationId: 5, leader: 'other', memberId, protocolName: 'cooperative-sticky' }),
    );
    announceRebalance();
    await stable(member, 2);
    expect(events).toEqual(['assigned orders0,orders1', 'lost orders0,orders1', 'assigned orders0,orders1']);
    await member.close();
  });

  it('goes on owning when a rebalance comes before its Sync, or that is the same generation again', async () => {
    coordinator.usually('SyncGroup', share(0, 1));
    const member = open();
    await stable(member, 1);
    coordinator.next('SyncGroup', () => createSyncGroupResponse({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS }));
    coordinator.next(
      'JoinGroup',
      ...[2, 2].map((generationId) => ({ memberId }: JoinGroupRequest) => {
        return createJoinGroupResponse({ generationId, leader: 'other', memberId, protocolName: 'cooperative-sticky' });
      }),
    );
    announceRebalance();
    await stable(member, 2);
    expect(events).toEqual(['assigned orders0,orders1', 'assigned ']);
    expect(said(2)).toEqual({ owned: orders(0, 1), generationId: 2 });
    await member.close();
  });

  it('does not break off the beginning of a partition that stays: onAssigned goes on through the rebalance', async () => {
    coordinator.next('SyncGroup', share(0), share(0, 1));
    let begin = (): void => {};
    const member = open({
      onAssigned: async (added, signal) => {
        events.push(`assigned ${added.map(({ partition }) => partition).join()}`);
        if (events.length > 1) return;
        await new Promise<void>((resolve, reject) => {
          begin = resolve;
          signal.addEventListener('abort', () => reject(new Error('interrupted')));
        });
      },
    });
    await stable(member, 1);
    let answerJoin = (): void => {};
    coordinator.next('JoinGroup', ({ memberId }: JoinGroupRequest) => {
      const joined = { generationId: 2, leader: 'other', memberId, protocolName: 'cooperative-sticky' };
      return new Promise((resolve) => (answerJoin = () => resolve(createJoinGroupResponse(joined))));
    });
    announceRebalance();
    await bench.until(() => coordinator.requests('JoinGroup').length === 2);
    begin();
    await turn();
    answerJoin();
    await stable(member, 2);
    expect(events).toEqual(['assigned 0', 'assigned 1']);
    await member.close();
  });

  it('tells again what it was interrupted in, and what it had not told of it tells no end of', async () => {
    coordinator.next('SyncGroup', share(0, 1), share(1, 2), share(1, 2));
    let isFirst = true;
    const member = open({
      onAssigned: (added, signal) => {
        events.push(`assigned ${added.map(({ partition }) => partition).join()}`);
        if (!isFirst) return Promise.resolve();
        isFirst = false;
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('interrupted'))));
      },
    });
    await stable(member, 1);
    announceRebalance();
    await stable(member, 3);
    expect(bench.fatal).toBeUndefined();
    expect(events).toEqual(['assigned 0,1', 'revoked orders0', 'assigned 1,2', 'assigned ']);
    await member.close();
  });

  it('revokes and commits what it owns when it is closed while JoinGroup is held (trap 79)', async () => {
    coordinator.usually('SyncGroup', share(0, 1));
    const member: ClassicMember = open({
      onRevoked: async (removed) => {
        const results = await member.commit(removed.map((place) => ({ ...place, offset: 3 })));
        events.push(...results.map(({ partition, error }) => `${partition} ${error?.code ?? 'committed'}`));
      },
    });
    await stable(member, 1);
    coordinator.next('JoinGroup', silence);
    announceRebalance();
    await bench.until(() => coordinator.requests('JoinGroup').length === 2);
    await member.close();
    expect(events).toEqual(['assigned orders0,orders1', '0 committed', '1 committed']);
    expect(coordinator.requests('LeaveGroup')).toHaveLength(1);
    expect(coordinator.clock.timers).toBe(0);
  });

  it('fetches offsets apart from JoinGroup, which may be held', async () => {
    coordinator.usually('SyncGroup', share(0));
    const member = open();
    await stable(member, 1);
    coordinator.usually('OffsetFetch', silence);
    void member.committed(orders(0)).catch(() => {});
    await bench.until(() => coordinator.requests('Heartbeat').length > 0);
    const lanes = ['OffsetFetch', 'Heartbeat', 'JoinGroup'].map((api) => coordinator.requests(api)[0]?.lane);
    expect(lanes[0]).toBe(lanes[1]);
    expect(lanes[0]).not.toBe(lanes[2]);
    await member.close();
  });
});

describe('a member with an eager assignor in its list', () => {
  it('gives up everything, whatever the group has chosen: that is the step between (trap 75)', async () => {
    coordinator.usually('SyncGroup', share(0, 1));
    const assignors = [assignorOf('cooperative-sticky'), assignorOf('range')];
    const member = open({}, { assignors });
    await stable(member, 1);
    announceRebalance();
    await stable(member, 2);
    expect(bench.joinRequest(0).protocols.map(({ name }) => name)).toEqual(['cooperative-sticky', 'range']);
    expect(events).toEqual(['assigned orders0,orders1', 'revoked orders0,orders1', 'assigned orders0,orders1']);
    expect(said(1).owned).toEqual([]);
    await member.close();
  });

  it('tells its assignor what it had last, though it has given that up', async () => {
    coordinator.usually('SyncGroup', share(0, 1));
    const told: unknown[] = [];
    const own: Assignor = {
      name: 'own',
      rebalance: 'eager',
      userData: (last) => {
        told.push(last);
        return Buffer.from('mine');
      },
      assign: () => new Map(),
    };
    const member = open({}, { assignors: [own] });
    await stable(member, 1);
    announceRebalance();
    await stable(member, 2);
    expect(told).toEqual([
      { owned: [], generationId: -1 },
      { owned: orders(0, 1), generationId: 1 },
    ]);
    const metadata = bench.joinRequest(0).protocols[0]?.metadata as Buffer;
    expect(decodeSubscription(metadata)?.userData.toString()).toBe('mine');
    await member.close();
  });
});

describe('a leader', () => {
  it('runs an assignor of the application, which sees who owns what in which generation and rack', async () => {
    const seen: unknown[] = [];
    const own: Assignor = {
      name: 'own',
      rebalance: 'cooperative',
      assign: (members, topics) => {
        seen.push(members.map(({ memberId, rack, generationId }) => ({ memberId, rack, generationId })));
        return new Map([['given', orders(...Array.from({ length: topics.get('orders')?.partitions ?? 0 }).keys())]]);
      },
    };
    coordinator.usually('JoinGroup', ({ memberId, protocols }: JoinGroupRequest) => {
      const metadata = protocols[0]?.metadata as Buffer;
      const other = encodeSubscription({ topics: ['orders'], generationId: 3, rack: 'b' });
      return createJoinGroupResponse({
        generationId: 1,
        protocolName: 'own',
        leader: 'given',
        memberId: memberId || 'given',
        members: [
          { memberId: 'given', groupInstanceId: null, metadata },
          { memberId: 'other', groupInstanceId: null, metadata: other },
        ],
      });
    });
    const member = open({}, { assignors: [own], rack: 'a' });
    await stable(member, 1);
    expect(seen).toEqual([
      [
        { memberId: 'given', rack: 'a', generationId: -1 },
        { memberId: 'other', rack: 'b', generationId: 3 },
      ],
    ]);
    expect(events).toEqual(['assigned orders0,orders1,orders2,orders3']);
    await member.close();
  });

  it('takes nothing of a topic that it did not ask for (trap 72)', async () => {
    const strange = [...orders(0), { topic: 'others', partition: 0 }];
    coordinator.usually('SyncGroup', () => createSyncGroupResponse({ assignment: encodeAssignment(strange) }));
    const member = open();
    await stable(member, 1);
    expect(events).toEqual(['assigned orders0']);
    expect(coordinator.warnings).toEqual(['the leader assigned topics that this member does not subscribe to']);
    await member.close();
  });
});
