// Settings of topics, brokers, loggers, groups and client metrics on a real broker.
import { expect, it } from 'vitest';
import { adminBench, expectTooOld, since } from '../../support/admin.ts';
import { describeEachKafka, uniqueName } from '../../support/describe-each-kafka.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const POLLED = { timeout: 10_000 };

describeEachKafka('admin: configs', (kafka) => {
  const bench = adminBench(() => kafka.bootstrap);
  const entryOf = async (type: 'topic' | 'broker' | 'broker-logger', name: string, setting: string) => {
    const [result] = await bench.admin.describeConfigs([{ type, name, names: [setting] }]);
    if (result?.error !== undefined) throw result.error;
    return result?.entries.find((each) => each.name === setting);
  };

  it('describes topics and brokers, a missing topic as a value', async () => {
    const topic = await bench.newTopic('described', 1, { 'max.message.bytes': '2000000' });
    const missing = uniqueName('missing');
    const [of, absent, broker] = await bench.admin.describeConfigs(
      [
        { type: 'topic', name: topic, names: ['max.message.bytes'] },
        { type: 'topic', name: missing },
        { type: 'broker', name: '1' },
      ],
      { includeSynonyms: true, includeDocumentation: true },
    );
    expect(of?.entries).toEqual([
      {
        name: 'max.message.bytes',
        value: '2000000',
        source: 'topic',
        isReadOnly: false,
        isSensitive: false,
        // Types and documentation are told since 2.6 (KIP-569).
        type: isAtLeast(kafka.version, 2, 6) ? 'int' : 'unknown',
        synonyms: [
          { name: 'max.message.bytes', value: '2000000', source: 'topic' },
          expect.objectContaining({ name: 'message.max.bytes', source: 'default' }),
        ],
        documentation: isAtLeast(kafka.version, 2, 6) ? expect.stringContaining('record batch size') : null,
      },
    ]);
    expect(absent).toMatchObject({ name: missing, entries: [], error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } });
    expect(broker?.entries.find(({ name }) => name === 'broker.rack')).toMatchObject({
      value: 'rack-1',
      source: 'static-broker',
      isReadOnly: true,
      type: isAtLeast(kafka.version, 2, 6) ? 'string' : 'unknown',
    });
    const [plain] = await bench.admin.describeConfigs([{ type: 'topic', name: topic, names: ['max.message.bytes'] }]);
    expect(plain?.entries[0]).toMatchObject({ synonyms: [], documentation: null });
  });

  it('sets, appends, subtracts and deletes single settings of a topic', async () => {
    // 2.4 can append only to what the topic itself has set.
    const own: Record<string, string> = isAtLeast(kafka.version, 2, 5) ? {} : { 'cleanup.policy': 'delete' };
    const topic = await bench.newTopic('altered', 1, { 'retention.ms': '1000', ...own });
    const change = (changes: Parameters<typeof bench.admin.incrementalAlterConfigs>[0][0]['changes']) =>
      bench.admin.incrementalAlterConfigs([{ type: 'topic', name: topic, changes }]);
    expect(
      await change([
        { name: 'cleanup.policy', operation: 'append', value: 'compact' },
        { name: 'retention.ms', value: '2000' },
      ]),
    ).toEqual([{ type: 'topic', name: topic, error: undefined }]);
    await expect
      .poll(async () => (await entryOf('topic', topic, 'cleanup.policy'))?.value, POLLED)
      .toBe('delete,compact');
    expect(await entryOf('topic', topic, 'retention.ms')).toMatchObject({ value: '2000', source: 'topic' });
    await change([
      { name: 'cleanup.policy', operation: 'subtract', value: 'delete' },
      { name: 'retention.ms', operation: 'delete' },
    ]);
    await expect.poll(async () => (await entryOf('topic', topic, 'cleanup.policy'))?.value, POLLED).toBe('compact');
    expect((await entryOf('topic', topic, 'retention.ms'))?.source).not.toBe('topic');
  });

  it('only checks with validateOnly, and gives each resource its own outcome', async () => {
    const topic = await bench.newTopic('checked');
    const results = await bench.admin.incrementalAlterConfigs(
      [
        { type: 'topic', name: topic, changes: [{ name: 'retention.ms', value: '5000' }] },
        { type: 'topic', name: uniqueName('missing'), changes: [{ name: 'retention.ms', value: '5000' }] },
        { type: 'broker', name: '1', changes: [{ name: 'log.cleaner.threads', value: 'many' }] },
      ],
      { validateOnly: true },
    );
    expect(results[0]?.error).toBeUndefined();
    // 2.4 cannot read the settings of a topic that is not there, and says only that.
    const missing = isAtLeast(kafka.version, 2, 5) ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'UNKNOWN_SERVER_ERROR';
    expect(results[1]?.error).toMatchObject({ code: missing });
    expect(results[2]?.error?.code).toMatch(/^INVALID_(CONFIG|REQUEST)$/);
    expect((await entryOf('topic', topic, 'retention.ms'))?.source).not.toBe('topic');
  });

  it('replaces all settings at once with alterConfigs', async () => {
    const topic = await bench.newTopic('replaced', 1, { 'retention.ms': '1000' });
    const results = await bench.admin.alterConfigs([
      { type: 'topic', name: topic, configs: { 'max.message.bytes': '3000' } },
    ]);
    expect(results).toEqual([{ type: 'topic', name: topic, error: undefined }]);
    await expect.poll(async () => (await entryOf('topic', topic, 'max.message.bytes'))?.value, POLLED).toBe('3000');
    expect((await entryOf('topic', topic, 'retention.ms'))?.source).not.toBe('topic');
  });

  it('changes settings of one broker and of all', async () => {
    const { admin } = bench;
    const changed = await admin.incrementalAlterConfigs([
      { type: 'broker', name: '1', changes: [{ name: 'log.cleaner.threads', value: '2' }] },
      { type: 'broker', name: '', changes: [{ name: 'log.cleaner.io.buffer.size', value: '600000' }] },
    ]);
    expect(changed.map(({ error }) => error)).toEqual([undefined, undefined]);
    await expect
      .poll(() => entryOf('broker', '1', 'log.cleaner.threads'), POLLED)
      .toMatchObject({ value: '2', source: 'broker' });
    await expect
      .poll(() => entryOf('broker', '1', 'log.cleaner.io.buffer.size'), POLLED)
      .toMatchObject({ value: '600000', source: 'default-broker' });
    await admin.incrementalAlterConfigs([
      { type: 'broker', name: '1', changes: [{ name: 'log.cleaner.threads', operation: 'delete' }] },
      { type: 'broker', name: '', changes: [{ name: 'log.cleaner.io.buffer.size', operation: 'delete' }] },
    ]);
  });

  it('changes how much a logger of a broker says', async ({ skip }) => {
    skip(!isAtLeast(kafka.version, 4, 0), 'the jars of brokers before 4.0 bring no logging that could be asked about');
    const { admin } = bench;
    const [found] = await admin.describeConfigs([{ type: 'broker-logger', name: '1' }]);
    const logger = found?.entries.find(({ name }) => name !== 'root') ?? found?.entries[0];
    const name = logger?.name as string;
    const value = logger?.value === 'ERROR' ? 'WARN' : 'ERROR';
    const [changed] = await admin.incrementalAlterConfigs([
      { type: 'broker-logger', name: '1', changes: [{ name, value }] },
    ]);
    expect(changed?.error).toBeUndefined();
    await expect
      .poll(() => entryOf('broker-logger', '1', name), POLLED)
      .toMatchObject({ value, source: 'broker-logger' });
  });

  it('keeps settings of groups and client metrics, and lists what has any', async () => {
    const { admin } = bench;
    const [metrics, group] = [uniqueName('metrics'), uniqueName('group')];
    const [toMetrics, toGroup] = await admin.incrementalAlterConfigs([
      { type: 'client-metrics', name: metrics, changes: [{ name: 'interval.ms', value: '60000' }] },
      { type: 'group', name: group, changes: [{ name: 'consumer.session.timeout.ms', value: '50000' }] },
    ]);
    if (!isAtLeast(kafka.version, 3, 7)) {
      // Brokers that do not know these types say so themselves.
      expect(toMetrics?.error?.code).toBe('INVALID_REQUEST');
      expect(toGroup?.error?.code).toBe('INVALID_REQUEST');
      for (const call of [() => admin.listConfigResources(), () => admin.listClientMetricsResources()]) {
        expectTooOld(await call().catch((error: unknown) => error), 'ListConfigResources');
      }
      return;
    }
    expect(toMetrics?.error).toBeUndefined();
    await expect.poll(() => admin.listClientMetricsResources(), POLLED).toContain(metrics);
    const listed = await since(kafka, [4, 1], 'ListConfigResources', () => admin.listConfigResources());
    if (listed === undefined) return;
    expect(toGroup?.error).toBeUndefined();
    expect(listed).toEqual(
      expect.arrayContaining([
        { type: 'client-metrics', name: metrics },
        { type: 'broker', name: '1' },
      ]),
    );
    expect(await admin.listConfigResources(['group'])).toContainEqual({ type: 'group', name: group });
    const described = await admin.describeConfigs([
      { type: 'group', name: group, names: ['consumer.session.timeout.ms'] },
      { type: 'client-metrics', name: metrics, names: ['interval.ms'] },
    ]);
    expect(described.map(({ entries }) => entries[0])).toMatchObject([
      { value: '50000', source: 'group' },
      { value: '60000', source: 'client-metrics' },
    ]);
  });
});
