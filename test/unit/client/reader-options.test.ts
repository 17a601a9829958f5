import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { Reader } from '../../../src/client/reader.ts';
import { type ReaderOptions, readerSettings } from '../../../src/client/reader-options.ts';

const brokers = ['127.0.0.1:1'];
const group = { brokers, groupId: 'g', topics: ['orders'] };
const single = { brokers, topic: 'orders', partition: 0 };

function refused(options: object): string {
  try {
    readerSettings(options as ReaderOptions);
    return 'accepted';
  } catch (error) {
    return KafkaError.is(error) && error.code === 'CONFIG' ? error.message : String(error);
  }
}

describe('Reader options', () => {
  it.each([
    ['option groupId', { brokers }],
    ['option partition', { ...group, partition: 0 }],
    ['option topic ', { ...group, topic: 'orders' }],
    ['option groupId', { brokers, topics: ['orders'] }],
    ['option topics', { brokers, groupId: 'g' }],
    ['option topics', { ...group, topics: [] }],
    ['option topics[1]', { ...group, topics: ['a', 'b c'] }],
    ['option partition', { brokers, topic: 'orders' }],
    ['option partition', { ...single, partition: -1 }],
    ['option startOffset', { ...single, startOffset: 'newest' }],
    ['option startOffset', { ...single, startOffset: -1 }],
    ['option startOffset', { ...group, startOffset: 5 }],
    ['option startOffset', { ...group, startOffset: { time: 1.5 } }],
    ['option startFirst', { ...group, startFirst: ['another'] }],
    ['option protocol', { ...group, protocol: 'share' }],
    ['option remoteAssignor', { ...group, remoteAssignor: 'uniform' }],
    ['option remoteAssignor', { ...group, protocol: 'consumer', remoteAssignor: '' }],
    ['option assignors', { ...group, protocol: 'consumer', assignors: ['range'] }],
    ['option serverPattern', { brokers, groupId: 'g', serverPattern: 'a.*' }],
    ['option serverPattern', { brokers, groupId: 'g', protocol: 'consumer', serverPattern: '' }],
    ['option serverPattern', { brokers, groupId: 'g', protocol: 'consumer', serverPattern: /a/ }],
    ['option topics', { ...group, protocol: 'consumer', serverPattern: 'a.*' }],
    ['option pattern', { brokers, groupId: 'g', protocol: 'consumer', serverPattern: 'a.*', pattern: /a/ }],
    ['option groupId', { brokers, protocol: 'consumer', serverPattern: 'a.*' }],
    ['option heartbeatIntervalMs', { ...group, sessionTimeoutMs: 6000, heartbeatIntervalMs: 3001 }],
    ['option sessionTimeoutMs', { ...group, sessionTimeoutMs: 0 }],
    ['option rebalanceTimeoutMs', { ...group, rebalanceTimeoutMs: Number.NaN }],
    ['option commitIntervalMs', { ...group, commitIntervalMs: 0 }],
    ['option groupInstanceId', { ...group, groupInstanceId: '' }],
    ['option assignors[0]', { ...group, assignors: ['stickiest'] }],
    ['option topics', { ...group, pattern: /o/ }],
    ['option pattern', { brokers, groupId: 'g', pattern: 'o.*' }],
    ['option groupId', { brokers, pattern: /o/ }],
    ['option startFirst', { brokers, groupId: 'g', pattern: /o/, startFirst: [5] }],
    ['option topic', { ...single, pattern: /o/ }],
    ['option assignors', { ...group, assignors: [] }],
    ['option onRevoked', { ...group, onRevoked: true }],
    ['option waitForBrokers', { ...group, waitForBrokers: 1 }],
    ['option outOfRange', { ...group, outOfRange: 'skip' }],
    ['option isolation', { ...group, isolation: 'none' }],
    ['option maxBytes', { ...group, maxBytes: 0 }],
    ['option rack', { ...group, rack: '' }],
    ['option rack', { ...single, rack: 3 }],
  ])('names %s where it is wrong', (name, options) => {
    expect(refused(options)).toContain(name);
  });

  it('takes a rack, in a group and without one', () => {
    const [one, other] = [group, single].map((options) => readerSettings({ ...options, rack: 'b' } as ReaderOptions));
    expect(one?.kind === 'group' && [one.group.fetch.rack, one.group.group.rack]).toEqual(['b', 'b']);
    expect(other?.kind === 'partition' && other.partition.fetch.rack).toBe('b');
  });

  it('lets undefined override no default (trap 109)', () => {
    const settings = readerSettings({
      ...group,
      sessionTimeoutMs: undefined,
      heartbeatIntervalMs: undefined,
      startOffset: undefined,
      maxBytes: undefined,
      commitIntervalMs: undefined,
    });
    expect(settings.kind === 'group' && settings.group).toMatchObject({
      startOffset: 'first',
      commitIntervalMs: undefined,
      fetch: { maxBytes: 52_428_800, minBytes: 1, maxWaitMs: 500, isolation: 'read_committed', outOfRange: 'first' },
      group: {
        sessionTimeoutMs: 45_000,
        heartbeatIntervalMs: 3_000,
        rebalanceTimeoutMs: 60_000,
        groupInstanceId: null,
        assignors: [{ name: 'cooperative-sticky', rebalance: 'cooperative' }],
        subscription: { kind: 'topics', topics: ['orders'] },
        rack: '',
      },
    });
  });

  it('takes a pattern in place of topics, and topics of any name to start first', () => {
    const pattern = /^o/i;
    const settings = readerSettings({ brokers, groupId: 'g', pattern, startFirst: ['later'] });
    expect(settings.kind === 'group' && settings.group).toMatchObject({
      group: { subscription: { kind: 'pattern', pattern } },
      startFirst: new Set(['later']),
    });
  });

  it('goes on at the end after an offset that is gone, where it started at the end', () => {
    const settings = readerSettings({ ...single, startOffset: 'last' });
    expect(settings.kind === 'partition' && settings.partition.fetch.outOfRange).toBe('last');
  });

  it('beats often enough for a short session', () => {
    const settings = readerSettings({ ...group, sessionTimeoutMs: 3_000 });
    expect(settings.kind === 'group' && settings.group.group.heartbeatIntervalMs).toBe(1_000);
  });

  it('are checked by the constructor, which does no I/O', async () => {
    expect(() => new Reader({ ...group, topics: [] })).toThrow('option topics');
    const reader = new Reader({ ...group, dial: () => Promise.reject(new Error('dialled')) });
    expect(reader.health()).toEqual({
      healthy: false,
      reasons: expect.arrayContaining([expect.stringContaining('nothing was read yet')]),
    });
    await reader.close();
    await reader.close();
    await expect(reader.fetchMessage()).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
