import { describe, expect, it } from 'vitest';
import { BrokerConfigs } from '../../../src/embedded/configs/broker-configs.ts';
import { configFault, listConfigs, resolveSettings } from '../../../src/embedded/configs/topic-configs.ts';
import { type TopicPlan, Topics, type TopicWish } from '../../../src/embedded/topics.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';

const ALIVE = new Set([1, 2, 3]);

function topics(): Topics {
  return new Topics([1, 2, 3], { partitions: 2, replicationFactor: 2 }, new BrokerConfigs());
}

function wish(init: Partial<TopicWish> = {}): TopicWish {
  return { name: 't', partitions: -1, replicationFactor: -1, assignments: [], configs: [], ...init };
}

const assigned = (...brokers: number[][]) => brokers.map((each, partition) => ({ partition, brokers: each }));

describe('Topics', () => {
  it('fills in defaults, rotates replicas, and finds topics by name and id', () => {
    const all = topics();
    const first = all.create(all.plan(wish()) as TopicPlan, ALIVE);
    const second = all.create(all.plan(wish({ name: 'u', partitions: 3, replicationFactor: 3 })) as TopicPlan, ALIVE);
    expect(first.partitions.map(({ replicas }) => replicas)).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(second.partitions.map(({ replicas }) => replicas)).toEqual([
      [2, 3, 1],
      [3, 1, 2],
      [1, 2, 3],
    ]);
    expect([all.get('t'), all.byId(second.id)]).toEqual([first, second]);
    all.delete(first);
    expect([all.get('t'), all.byId(first.id), [...all.all()].length]).toEqual([undefined, undefined, 1]);
  });

  it('takes replicas as they are assigned', () => {
    expect(topics().plan(wish({ assignments: assigned([3, 1], [2, 3]) }))).toMatchObject({
      replicas: [
        [3, 1],
        [2, 3],
      ],
    });
  });

  it.each([
    ['an empty name', { name: '' }, ErrorCode.INVALID_TOPIC_EXCEPTION],
    ['a name with a blank', { name: 'a b' }, ErrorCode.INVALID_TOPIC_EXCEPTION],
    ['a name of dots', { name: '..' }, ErrorCode.INVALID_TOPIC_EXCEPTION],
    ['a long name', { name: 'x'.repeat(250) }, ErrorCode.INVALID_TOPIC_EXCEPTION],
    ['no partitions', { partitions: 0 }, ErrorCode.INVALID_PARTITIONS],
    ['more partitions than memory holds', { partitions: 2 ** 31 - 1 }, ErrorCode.INVALID_PARTITIONS],
    ['no replicas', { replicationFactor: 0 }, ErrorCode.INVALID_REPLICATION_FACTOR],
    ['more replicas than brokers', { replicationFactor: 4 }, ErrorCode.INVALID_REPLICATION_FACTOR],
    ['an unknown config', { configs: [{ name: 'nope', value: '1' }] }, ErrorCode.INVALID_CONFIG],
    ['a config that is null', { configs: [{ name: 'retention.ms', value: null }] }, ErrorCode.INVALID_CONFIG],
    ['an unknown broker', { assignments: assigned([9]) }, ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['a broker twice', { assignments: assigned([1, 1]) }, ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['no broker', { assignments: assigned([]) }, ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['uneven replicas', { assignments: assigned([1], [1, 2]) }, ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['a gap', { assignments: [{ partition: 1, brokers: [1] }] }, ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['assignments and a count', { partitions: 1, assignments: assigned([1]) }, ErrorCode.INVALID_REQUEST],
  ])('refuses %s', (_what, init, errorCode) => {
    expect(topics().plan(wish(init))).toMatchObject({ errorCode });
  });

  it('refuses names that are taken, or that metrics could not tell apart', () => {
    const all = topics();
    all.create(all.plan(wish({ name: 'a.b' })) as TopicPlan, ALIVE);
    expect(all.plan(wish({ name: 'a.b' }))).toMatchObject({ errorCode: ErrorCode.TOPIC_ALREADY_EXISTS });
    expect(all.plan(wish({ name: 'a_b' }))).toMatchObject({ errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION });
    expect(all.plan(wish({ name: 'a-b' }))).toMatchObject({ name: 'a-b' });
  });
});

describe('topic configs', () => {
  it.each([
    ['max.message.bytes', '1000'],
    ['cleanup.policy', 'compact, delete'],
    ['min.cleanable.dirty.ratio', '0.25'],
    ['preallocate', 'TRUE'],
    ['compression.type', 'zstd'],
    ['retention.ms', '-1'],
  ])('accept %s=%s', (name, value) => {
    expect(configFault(name, value)).toBeUndefined();
  });

  it.each([
    ['max.message.bytes', '1e3', 'Not a number of type INT'],
    ['max.message.bytes', '3000000000', 'Not a number of type INT'],
    ['retention.ms', '-2', 'Value must be at least -1'],
    ['min.cleanable.dirty.ratio', 'half', 'Not a number of type DOUBLE'],
    ['preallocate', 'yes', 'Expected value to be either true or false'],
    ['cleanup.policy', 'shrink', 'String must be one of: compact, delete'],
    ['message.timestamp.type', 'Never', 'String must be one of: CreateTime, LogAppendTime'],
  ])('refuse %s=%s', (name, value, why) => {
    expect(configFault(name, value)).toContain(why);
  });

  it('say where each value comes from', () => {
    const listed = listConfigs(new Map([['retention.ms', '5']]));
    const found = (wanted: string) => listed.find(({ name }) => name === wanted);
    expect(found('retention.ms')).toMatchObject({ name: 'retention.ms', value: '5', source: 1 });
    expect(found('retention.bytes')).toMatchObject({ name: 'retention.bytes', value: '-1', source: 5 });
  });

  it('delete nothing unless the topic says so and its policy deletes', () => {
    const retention = (configs: Record<string, string>) => {
      const { retentionMs, retentionBytes } = resolveSettings(new Map(Object.entries(configs)));
      return [retentionMs, retentionBytes];
    };
    expect(retention({})).toEqual([undefined, undefined]);
    expect(retention({ 'retention.ms': '5', 'retention.bytes': '6' })).toEqual([5, 6]);
    expect(retention({ 'retention.ms': '-1', 'retention.bytes': '-1' })).toEqual([undefined, undefined]);
    expect(retention({ 'retention.ms': '5', 'cleanup.policy': 'compact' })).toEqual([undefined, undefined]);
    expect(retention({ 'retention.ms': '5', 'cleanup.policy': 'compact,delete' })).toEqual([5, undefined]);
  });
});
