// Partitions assigned by hand, with and without a group to commit to.
import { describe, expect, it } from 'vitest';
import type { Message, TopicPartition } from '../../../src/index.ts';
import { eventually } from '../../support/eventually.ts';
import { label, ReaderBench } from '../../support/reader-bench.ts';
import { take } from '../../support/reading.ts';

const first: TopicPartition = { topic: 'two', partition: 0 };
const second: TopicPartition = { topic: 'two', partition: 1 };

describe('partitions by hand', () => {
  const bench = new ReaderBench();
  const labels = async (reader: AsyncIterable<Message>, count: number) => (await take(reader, count)).map(label).sort();

  it('are read from where each says', async () => {
    await bench.fill(0, 5, 'two', 0);
    await bench.fill(0, 5, 'two', 1);
    const reader = bench.reader({ partitions: [{ ...first, startOffset: 3 }, second], startOffset: { time: 0 } });
    expect(await labels(reader, 7)).toEqual(['0:3', '0:4', '1:0', '1:1', '1:2', '1:3', '1:4']);
    expect(reader.assignment()).toEqual([first, second]);
    await expect(reader.commitOffsets([{ ...first, offset: 1 }])).rejects.toMatchObject({
      code: 'CONFIG',
      message: expect.stringContaining('no group'),
    });
    expect(() => reader.markMessages([])).toThrow('no group');
    expect(() => reader.offset()).toThrow('option offset()');
    expect(reader.offset(first)).toBe(5);
    await bench.fill(5, 8, 'two', 0);
    expect(await reader.readLag(first)).toBe(3);
  });

  it('may begin so many milliseconds ago, and at the end where nothing is as young', async () => {
    await bench.fill(0, 3);
    const ago = (ms: number) => bench.reader({ topic: 'one', partition: 0, startOffset: { ago: ms } });
    expect(String((await ago(600_000).fetchMessage()).value)).toBe('0');
    const young = ago(0);
    await expect(young.fetchMessage({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(young.offset()).toBe(3);
  });

  it('begin where the group has committed, and commit there without being members', async () => {
    await bench.fill(0, 5, 'two', 0);
    await bench.fill(0, 5, 'two', 1);
    const options = { groupId: 'g', partitions: [first, { ...second, startOffset: 4 }] };
    const reader = bench.reader(options);
    const messages = await take(reader, 6);
    await reader.commitMessages(messages.filter(({ partition, offset }) => partition === 0 && offset < 2));
    expect(reader.groupMetadata()).toEqual({ groupId: 'g', generationId: -1, memberId: '', groupInstanceId: null });
    // Never backwards, unless reading went back.
    await reader.commitOffsets([{ ...first, offset: 1 }]);
    expect(reader.stats()).toMatchObject({ commits: 2, rebalances: 0 });
    await reader.close();
    const next = bench.reader(options);
    expect(await labels(next, 4)).toEqual(['0:2', '0:3', '0:4', '1:4']);
    await next.seek(first, 0);
    await next.commitMessages(await take(next, 1));
    await next.close();
    expect(await labels(bench.reader(options), 5)).toEqual(['0:1', '0:2', '0:3', '0:4', '1:4']);
  });

  it('are not committed for a group that has members, and the error says so', async () => {
    await bench.fill(0, 2);
    const member = bench.reader({ groupId: 'g', topics: ['one'] });
    await member.fetchMessage();
    const reader = bench.reader({ groupId: 'g', partitions: [{ topic: 'one', partition: 0 }] });
    const message = await reader.fetchMessage();
    await expect(reader.commitMessages(message)).rejects.toMatchObject({
      code: 'UNKNOWN_MEMBER_ID',
      message: expect.stringContaining('group g has members, and only they may commit'),
    });
  });

  it('are an error each where nothing is committed and startOffset is an error, until a seek', async () => {
    await bench.fill(0, 2, 'two', 0);
    await bench.fill(0, 2, 'two', 1);
    const reader = bench.reader({ groupId: 'g', partitions: [first, second], startOffset: 'error' });
    await expect(reader.fetchMessage()).rejects.toMatchObject({ code: 'NO_OFFSET', topic: 'two' });
    await expect(reader.fetchMessage()).rejects.toMatchObject({ code: 'NO_OFFSET' });
    expect(reader.health()).toMatchObject({ state: 'stalled', healthy: false });
    await reader.seek(second, 'first');
    expect(await labels(reader, 2)).toEqual(['1:0', '1:1']);
  });

  it('may be an error so in a group, too', async () => {
    await bench.fill(0, 2);
    const reader = bench.reader({ groupId: 'g', topics: ['one'], startOffset: 'error' });
    await expect(reader.fetchMessage()).rejects.toMatchObject({ code: 'NO_OFFSET', topic: 'one', partition: 0 });
    await reader.seek({ topic: 'one', partition: 0 }, 1);
    expect(await labels(reader, 1)).toEqual(['0:1']);
  });

  it('change by assign, and those that stay go on where they are', async () => {
    await bench.fill(0, 4, 'two', 0);
    await bench.fill(0, 4, 'two', 1);
    await bench.fill(0, 2);
    const reader = bench.reader({ partitions: [] });
    await reader.assign([first]);
    expect(await labels(reader, 2)).toEqual(['0:0', '0:1']);
    await reader.assign([
      { ...first, startOffset: 0 },
      { ...second, startOffset: 2 },
    ]);
    expect(await labels(reader, 4)).toEqual(['0:2', '0:3', '1:2', '1:3']);
    await reader.assign([{ topic: 'one', partition: 0 }]);
    expect(await labels(reader, 2)).toEqual(['0:0', '0:1']);
    await bench.fill(4, 5, 'two', 0);
    await bench.fill(2, 3);
    expect(await labels(reader, 1)).toEqual(['0:2']);
    expect(reader.assignment()).toEqual([{ topic: 'one', partition: 0 }]);
  });

  it('that do not exist are refused, and nothing changes', async () => {
    await bench.fill(0, 2, 'two', 0);
    const wrong = bench.reader({ partitions: [first, { topic: 'two', partition: 2 }, { topic: 'two', partition: 9 }] });
    await expect(wrong.fetchMessage()).rejects.toMatchObject({
      code: 'UNKNOWN_TOPIC_OR_PARTITION',
      message: expect.stringMatching(/two\[2\] does not exist: the topic has 2 partitions; two\[9\]/),
    });
    const reader = bench.reader({ partitions: [first] });
    await reader.fetchMessage();
    await expect(reader.assign([second, { topic: 'none', partition: 0 }], { timeoutMs: 2_000 })).rejects.toThrow(
      'none',
    );
    await expect(reader.assign([{ topic: 'two', partition: 5 }])).rejects.toThrow('two[5] does not exist');
    expect(reader.assignment()).toEqual([first]);
    expect(await labels(reader, 1)).toEqual(['0:1']);
    await expect(reader.assign([first, first])).rejects.toThrow('each partition once');
    await expect(bench.reader({ groupId: 'g', topics: ['one'] }).assign([first])).rejects.toThrow('option assign()');
  });

  it('are committed by interval and on close where that is wanted', async () => {
    await bench.fill(0, 6);
    const options = { groupId: 'g', partitions: [{ topic: 'one', partition: 0 }], commitIntervalMs: 20 };
    const reader = bench.reader(options);
    const messages = await take(reader, 3);
    await reader.commitMessages(messages);
    await eventually('the mark is committed', () => reader.stats().commits === 1);
    const slow = bench.reader({ ...options, commitIntervalMs: 600_000 });
    await reader.close();
    await slow.commitMessages(await take(slow, 1));
    await slow.close();
    expect(await labels(bench.reader(options), 1)).toEqual(['0:4']);
  });

  it.each([
    ['sessionTimeoutMs', { partitions: [first], sessionTimeoutMs: 10_000 }],
    ['onRevoked', { partitions: [first], onRevoked: () => {} }],
    ['leaveWhenStalled', { topic: 'one', partition: 0, leaveWhenStalled: true }],
    ['commitIntervalMs', { partitions: [first], commitIntervalMs: 5 }],
    ['topics', { partitions: [first], topics: ['one'] }],
    ['partitions[1]', { partitions: [first, { ...first }] }],
    ['partitions[0].partition', { partitions: [{ topic: 'one' }] }],
    ['partitions[0].startOffset', { partitions: [{ ...first, startOffset: 'error' }] }],
    ['startOffset', { partitions: [first], startOffset: { ago: -1 } }],
    ['startOffset', { partitions: [first], startOffset: { ago: 1, time: 1 } }],
    ['outOfRange', { partitions: [first], outOfRange: { ago: 'PT1H' } }],
  ])('take no wrong %s', (name, options) => {
    expect(() => bench.reader(options)).toThrow(`option ${name}`);
  });
});

describe('marks by hand', () => {
  const bench = new ReaderBench();

  it('are committed when that is asked for, and on close', async () => {
    await bench.fill(0, 6);
    const options = { groupId: 'g', topics: ['one'] };
    const reader = bench.reader(options);
    const messages = await take(reader, 3);
    reader.markMessages(messages[0] as Message);
    reader.markMessages(messages.slice(0, 2));
    expect(reader.stats().commits).toBe(0);
    await reader.commitMarked();
    await reader.commitMarked();
    expect(reader.stats().commits).toBe(1);
    reader.markMessages(messages[2] as Message);
    await reader.close();
    const next = bench.reader(options);
    expect(String((await next.fetchMessage()).value)).toBe('3');
  });

  it('are committed before a partition is given up', async () => {
    await bench.fill(0, 3, 'two', 0);
    await bench.fill(0, 3, 'two', 1);
    const options = { groupId: 'g', topics: ['two'], heartbeatIntervalMs: 50 };
    const reader = bench.reader(options);
    reader.markMessages(await take(reader, 6));
    const other = bench.reader(options);
    const waiting = other.fetchMessage({ timeoutMs: 20_000 }).catch(() => {});
    await eventually('they share', () => other.assignment().length === 1 && reader.assignment().length === 1, 20_000);
    const { partition } = other.assignment()[0] as TopicPartition;
    await eventually('it is known where to begin', () => other.offset({ topic: 'two', partition }) === 3);
    await bench.fill(3, 4, 'two', partition);
    await waiting;
    expect(other.offset({ topic: 'two', partition })).toBe(4);
  });
});
