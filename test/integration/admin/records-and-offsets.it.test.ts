// Records deleted and offsets looked up at the leaders of a real broker.
import { expect, it } from 'vitest';
import type { ListOffsetSpec } from '../../../src/index.ts';
import { adminBench, expectTooOld } from '../../support/admin.ts';
import { describeEachKafka, uniqueName } from '../../support/describe-each-kafka.ts';
import { kcat } from '../../support/kcat.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const START = 1_700_000_000_000;

describeEachKafka('admin: records and offsets', (kafka) => {
  const bench = adminBench(() => kafka.bootstrap);

  it('deletes the beginning of partitions', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('deleted', 2);
    await bench.write(topic, ['a', 'b', 'c', 'd']);
    const results = await admin.deleteRecords([
      { topic, partition: 1, beforeOffset: 7 },
      { topic, partition: 0, beforeOffset: 3 },
    ]);
    expect(results).toMatchObject([
      { partition: 1, lowWatermark: undefined, error: { code: 'OFFSET_OUT_OF_RANGE', topic, partition: 1 } },
      { partition: 0, lowWatermark: 3, error: undefined },
    ]);
    const left = await kcat([
      '-C',
      '-b',
      kafka.bootstrap.join(','),
      '-t',
      topic,
      '-p',
      '0',
      '-o',
      'beginning',
      '-e',
      '-q',
    ]);
    expect(left.toString()).toBe('d\n');
    const [all] = await admin.deleteRecords([{ topic, partition: 0, beforeOffset: 'last' }]);
    expect(all).toMatchObject({ lowWatermark: 4, error: undefined });
    const [first] = await admin.listOffsets([{ topic, partition: 0, spec: 'first' }]);
    expect(first?.offset).toBe(4);
  });

  it('finds offsets by every spec, several of one partition too', async () => {
    const topic = await bench.newTopic('offsets');
    await bench.write(topic, ['a', 'b', 'c'], START);
    const specs: [ListOffsetSpec, number, number][] = [
      ['first', 0, -1],
      ['last', 3, -1],
      [{ time: START + 1 }, 1, START + 1],
      [{ time: START + 500 }, -1, -1],
    ];
    const found = await bench.admin.listOffsets(specs.map(([spec]) => ({ topic, partition: 0, spec })));
    expect(found.map(({ offset, timestamp, error }) => [offset, timestamp, error])).toEqual(
      specs.map(([, offset, timestamp]) => [offset, timestamp, undefined]),
    );
  });

  it.each([
    ['max-timestamp', [3, 0], 2],
    ['first-local', [3, 4], 0],
    ['last-tiered', [3, 9], -1],
    ['first-pending-upload', [4, 2], -1],
  ] as const)('finds %s, and what older brokers know beside it', async (spec, [major, minor], offset) => {
    const topic = await bench.newTopic('newer');
    await bench.write(topic, ['a', 'b', 'c'], START);
    const [newer, last] = await bench.admin.listOffsets([
      { topic, partition: 0, spec },
      { topic, partition: 0, spec: 'last' },
    ]);
    expect(last).toMatchObject({ offset: 3, error: undefined });
    if (isAtLeast(kafka.version, major, minor)) expect(newer).toMatchObject({ offset, error: undefined });
    else expectTooOld(newer?.error, 'ListOffsets');
  });

  it('makes an unknown topic and partition a value', async () => {
    const topic = await bench.newTopic('known');
    const missing = uniqueName('missing');
    const results = await bench.admin.listOffsets([
      { topic: missing, partition: 0, spec: 'last' },
      { topic, partition: 9, spec: 'last' },
      { topic, partition: 0, spec: 'last' },
    ]);
    expect(results).toMatchObject([
      { offset: undefined, error: { code: 'UNKNOWN_TOPIC_OR_PARTITION', topic: missing } },
      { offset: undefined, error: { code: 'UNKNOWN_TOPIC_OR_PARTITION', topic, partition: 9 } },
      { offset: 0, error: undefined },
    ]);
  });

  it('finds where leader epochs end', async () => {
    const topic = await bench.newTopic('epochs');
    await bench.write(topic, ['a', 'b']);
    const [end] = await bench.admin.leaderEpochOffsets([{ topic, partition: 0, leaderEpoch: 0 }]);
    expect(end).toEqual({ topic, partition: 0, leaderEpoch: 0, endOffset: 2, error: undefined });
  });
});
