import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import type { Assignment, Assignor, GroupMemberInfo } from '../../../src/group/assignor.ts';
import { type AssignorName, assignorNames, assignorOf, assignorsOption } from '../../../src/group/assignors.ts';
import { assignableTopics } from '../../../src/group/group-leader.ts';
import { runAssignor, userDataOf } from '../../../src/group/run-assignor.ts';
import { keys, memberInfo, place, topicMap } from './made-up-group.ts';

const own: Assignor = { name: 'own', rebalance: 'eager', assign: () => new Map() };

function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (KafkaError.is(error) && error.code === 'CONFIG') return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('assignors', () => {
  it('are known by the names that Java has for them', () => {
    expect(assignorNames).toEqual(['range', 'roundrobin', 'sticky', 'cooperative-sticky']);
    for (const name of assignorNames) expect(assignorOf(name).name).toBe(name);
    expect(assignorNames.filter((name) => assignorOf(name).rebalance === 'cooperative')).toEqual([
      'cooperative-sticky',
    ]);
  });

  it('are given by name or as objects, each once; by default those of this library', () => {
    expect(assignorsOption('assignors', undefined, ['cooperative-sticky'])).toEqual([assignorOf('cooperative-sticky')]);
    const given = assignorsOption('assignors', [own, 'range', own, 'range'], []);
    expect(given).toEqual([own, assignorOf('range')]);
  });

  it.each<[string, unknown]>([
    ['option assignors is', []],
    ['option assignors is', 'range'],
    ['option assignors[0] is', ['fair']],
    ['option assignors[0] is', ['toString']],
    ['option assignors[1] is', ['range', null]],
    ['option assignors[0].name is', [{ ...own, name: '' }]],
    ['option assignors[0].name is', [{ ...own, name: 7 }]],
    ['option assignors[0].name is', [{ ...own, name: 'x'.repeat(40_000) }]],
    ['option assignors[0].rebalance is', [{ ...own, rebalance: 'lazy' }]],
    ['option assignors[0].assign is', [{ ...own, assign: {} }]],
    ['option assignors[0].userData is', [{ ...own, userData: 'data' }]],
    ['option assignors[1].name is', [own, { ...own }]],
  ])('are checked when given: %s wrong for %j', (message, value) => {
    expect(refusal(() => assignorsOption('assignors', value as AssignorName[], []))).toContain(message);
  });
});

describe('what an assignor answers', () => {
  const members: GroupMemberInfo[] = [
    memberInfo({ memberId: 'a', topics: new Set(['orders']), ownedPartitions: [place('orders:0')] }),
    memberInfo({ memberId: 'b', topics: new Set(['orders', 'clicks']) }),
  ];
  const topics = topicMap({ orders: 2, clicks: 1 });
  const answering = (answer: unknown, rebalance: Assignor['rebalance'] = 'eager'): Assignor => {
    return { ...own, rebalance, assign: () => answer as Assignment };
  };
  const shares = (entries: Record<string, string[]>): Assignment => {
    return new Map(Object.entries(entries).map(([memberId, list]) => [memberId, list.map(place)]));
  };

  it('is taken when it makes sense; members left out get nothing', () => {
    const assignment = runAssignor(answering(shares({ b: ['orders:1', 'clicks:0'] })), members, topics);
    expect([...assignment].map(([memberId, places]) => [memberId, keys(places)])).toEqual([
      ['a', []],
      ['b', ['clicks:0', 'orders:1']],
    ]);
  });

  it.each<[string, unknown]>([
    ['did not return a Map', { a: [] }],
    ['did not return a Map', undefined],
    ['gives partitions to c, which is no member', shares({ c: [] })],
    ['gives a something that is no list', new Map([['a', 'orders']])],
    ['gives away undefined[undefined], which does not exist', new Map([['a', [null]]])],
    ['gives away orders[2], which does not exist', shares({ a: ['orders:2'] })],
    ['gives away orders[-1], which does not exist', shares({ a: ['orders:-1'] })],
    ['gives away orders[0.5], which does not exist', shares({ a: ['orders:0.5'] })],
    ['gives away gone[0], which does not exist', shares({ a: ['gone:0'] })],
    ['gives orders[1] to b and to a', shares({ a: ['orders:1'], b: ['orders:1'] })],
    ['gives orders[1] to a and to a', shares({ a: ['orders:1', 'orders:1'] })],
    ['gives clicks[0] to a, which does not subscribe to that topic', shares({ a: ['clicks:0'] })],
  ])('is refused when it %s', (message, answer) => {
    const text = refusal(() => runAssignor(answering(answer), members, topics));
    expect(text).toBe(`option assignors: the assignor 'own' ${message}`);
  });

  it('is refused when a cooperative one gives away what another member reads', () => {
    const answer = shares({ b: ['orders:0'] });
    expect(refusal(() => runAssignor(answering(answer, 'cooperative'), members, topics))).toContain(
      'gives orders[0] to b while a still reads it',
    );
    expect(keys(runAssignor(answering(answer), members, topics).get('b'))).toEqual(['orders:0']);
    const owners = shares({ a: ['orders:0'], b: ['orders:1'] });
    expect(keys(runAssignor(answering(owners, 'cooperative'), members, topics).get('a'))).toEqual(['orders:0']);
  });

  it('may be an error, which says whose it is', () => {
    const throwing: Assignor = {
      ...own,
      assign: () => {
        throw new RangeError('out of luck');
      },
    };
    expect(refusal(() => runAssignor(throwing, members, topics))).toContain("'own' has thrown: out of luck");
  });

  it('is user data as bytes, if any', () => {
    const last = { owned: [], generationId: 3 };
    expect(userDataOf(own, last)).toHaveLength(0);
    expect(userDataOf({ ...own, userData: ({ generationId }) => Uint8Array.of(generationId) }, last)).toEqual(
      Uint8Array.of(3),
    );
    const wrong = { ...own, userData: () => 'text' as unknown as Uint8Array };
    expect(refusal(() => userDataOf(wrong, last))).toContain("'own' returned user data that is no Uint8Array");
  });
});

describe('topics as assignors see them', () => {
  const cluster = (racks: readonly (string | null)[]): Cluster => {
    const brokers = racks.map((rack, id) => ({ id, host: 'host', port: 9092, rack }));
    const partitions = [{ replicas: [0, 1] }, { replicas: [2, 9] }, { replicas: [0, 2] }];
    const topic = (name: string) =>
      name === 'orders'
        ? Promise.resolve({ partitions })
        : Promise.reject(new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', name));
    return { metadata: { brokers: () => brokers, topic }, logger: silentLogger } as unknown as Cluster;
  };

  it('have the racks of their replicas, as far as these are known, and are those that exist', async () => {
    const topics = await assignableTopics(cluster(['a', 'b', 'a']), ['orders', 'gone'], {});
    expect([...topics]).toEqual([['orders', { partitions: 3, racks: [['a', 'b'], ['a'], ['a']] }]]);
  });

  it('have none where brokers have none', async () => {
    const topics = await assignableTopics(cluster([null, '', null]), ['orders'], {});
    expect(topics.get('orders')).toEqual({ partitions: 3 });
  });
});
