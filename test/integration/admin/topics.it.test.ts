// Topics on a real broker: created, listed, described, grown, deleted; each effect seen by kcat or another operation.
import { expect, it } from 'vitest';
import { adminBench, expectTooOld, since } from '../../support/admin.ts';
import { describeEachKafka, uniqueName } from '../../support/describe-each-kafka.ts';
import { kcat } from '../../support/kcat.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const TOPIC_ID = /^[\w-]{22}$/;
/** Of no topic: brokers before 2.8 give none an id. */
const ANY_ID = 'AAAAAAAAAAAAAAAAAAAAAQ';

describeEachKafka('admin: topics', (kafka) => {
  const bench = adminBench(() => kafka.bootstrap);
  const seenByKcat = async (topic: string): Promise<string> =>
    (await kcat(['-L', '-b', kafka.bootstrap.join(','), '-t', topic])).toString();

  it('creates topics, each with its own outcome', async () => {
    const { admin } = bench;
    const [good, twice] = [uniqueName('made'), await bench.newTopic('there')];
    const results = await admin.createTopics([
      { topic: good, partitions: 3, replicationFactor: 1, configs: { 'retention.ms': '60000' } },
      { topic: twice, partitions: 1, replicationFactor: 1 },
    ]);
    expect(results).toMatchObject([
      { topic: good, partitions: 3, replicationFactor: 1, error: undefined },
      { topic: twice, error: { code: 'TOPIC_ALREADY_EXISTS', topic: twice } },
    ]);
    expect(results[0]?.topicId).toEqual(isAtLeast(kafka.version, 2, 8) ? expect.stringMatching(TOPIC_ID) : undefined);
    await bench.client.topic(good);
    expect(await seenByKcat(good)).toContain(`topic "${good}" with 3 partitions`);
    const [configs] = await admin.describeConfigs([{ type: 'topic', name: good, names: ['retention.ms'] }]);
    expect(configs?.entries).toMatchObject([{ name: 'retention.ms', value: '60000', source: 'topic' }]);
  });

  it('creates a topic with assignments, and with the defaults of the broker', async () => {
    const { admin } = bench;
    const [assigned, plain] = [uniqueName('assigned'), uniqueName('plain')];
    const results = await admin.createTopics([{ topic: assigned, assignments: [[1], [1]] }, { topic: plain }]);
    expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
    await Promise.all([bench.client.topic(assigned), bench.client.topic(plain)]);
    const described = await admin.describeTopics([assigned, plain]);
    expect(described.map(({ partitions }) => partitions.map(({ replicas }) => replicas))).toEqual([[[1], [1]], [[1]]]);
  });

  it('only checks with validateOnly', async () => {
    const topic = uniqueName('checked');
    const [fine, wrong] = await bench.admin.createTopics(
      [
        { topic, partitions: 1, replicationFactor: 1 },
        { topic: `${topic}-wrong`, partitions: 1, replicationFactor: 9 },
      ],
      { validateOnly: true },
    );
    expect([fine?.error, wrong?.error?.code]).toEqual([undefined, 'INVALID_REPLICATION_FACTOR']);
    expect((await bench.admin.listTopics()).some((listed) => listed.topic === topic)).toBe(false);
  });

  it('lists topics by name, internal ones if wanted', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('listed', 2);
    // Makes the broker create the topic of committed offsets.
    await admin.listGroupOffsets([{ groupId: uniqueName('any') }]);
    const listed = await admin.listTopics();
    expect(listed.find((each) => each.topic === topic)).toMatchObject({ isInternal: false, partitions: 2 });
    expect(listed.some(({ isInternal }) => isInternal)).toBe(false);
    const all = await admin.listTopics({ includeInternal: true });
    expect(all.find((each) => each.topic === '__consumer_offsets')).toMatchObject({ isInternal: true, partitions: 4 });
    const described = await admin.describeAllTopics();
    expect(described.map((each) => each.topic).sort()).toEqual(all.map((each) => each.topic).sort());
  });

  it('describes topics by name and id, a missing one as a value', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('described', 2);
    const missing = uniqueName('missing');
    const [found, absent] = await admin.describeTopics([topic, missing], { includeAuthorizedOperations: true });
    expect(found).toMatchObject({ topic, isInternal: false, error: undefined });
    expect(found?.authorizedOperations).toEqual(expect.arrayContaining(['read', 'write', 'describe']));
    expect(found?.partitions).toMatchObject([
      { partition: 0, leaderId: 1, replicas: [1], isr: [1], offlineReplicas: [], error: undefined },
      { partition: 1, leaderId: 1 },
    ]);
    expect(absent).toMatchObject({ topic: missing, partitions: [], error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } });
    const topicId = found?.topicId ?? ANY_ID;
    const byId = await since(kafka, [3, 1], 'Metadata', () => admin.describeTopics([{ topicId }]));
    if (byId !== undefined) expect(byId[0]).toMatchObject({ topic, topicId, error: undefined });
  });

  it('describes partitions page by page', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('paged', 5);
    const missing = uniqueName('missing');
    const call = () => admin.describeTopicPartitions([topic, missing], { pageSize: 2 });
    const found = await since(kafka, [3, 8], 'DescribeTopicPartitions', call);
    if (found === undefined) return;
    expect(found.find((each) => each.topic === topic)?.partitions.map(({ partition }) => partition)).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(found.find((each) => each.topic === missing)?.error).toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
    const all = await admin.describeTopicPartitions();
    expect(all.map((each) => each.topic)).toContain(topic);
  });

  it('adds partitions', async () => {
    const { admin } = bench;
    const [grown, other] = [await bench.newTopic('grown'), await bench.newTopic('not-grown')];
    const checked = await admin.createPartitions([{ topic: grown, count: 4 }], { validateOnly: true });
    expect(checked).toEqual([{ topic: grown, error: undefined }]);
    expect((await admin.describeTopics([grown]))[0]?.partitions).toHaveLength(1);
    const results = await admin.createPartitions([
      { topic: other, count: 1 },
      { topic: grown, count: 3, assignments: [[1], [1]] },
    ]);
    expect(results).toMatchObject([
      { topic: other, error: { code: 'INVALID_PARTITIONS' } },
      { topic: grown, error: undefined },
    ]);
    await expect.poll(() => seenByKcat(grown), { timeout: 10_000 }).toContain(`topic "${grown}" with 3 partitions`);
    // What this client has known of the topic is out of date by now.
    const [offset] = await admin.listOffsets([{ topic: grown, partition: 2, spec: 'last' }]);
    expect(offset).toMatchObject({ offset: 0, error: undefined });
  });

  it('deletes topics by name and id', async () => {
    const { admin } = bench;
    const [byName, byId, missing] = [await bench.newTopic('gone'), await bench.newTopic('gone'), uniqueName('missing')];
    expect(await admin.deleteTopics([missing, byName])).toMatchObject([
      { topic: missing, error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } },
      { topic: byName, error: undefined },
    ]);
    const names = async () => (await admin.listTopics()).map(({ topic }) => topic);
    await expect.poll(names, { timeout: 10_000 }).not.toContain(byName);
    const [described] = await admin.describeTopics([byId]);
    const topicId = described?.topicId ?? ANY_ID;
    const deleted = await since(kafka, [2, 8], 'DeleteTopics', () => admin.deleteTopics([{ topicId }]));
    if (deleted === undefined) return;
    expect(deleted[0]).toEqual({ topic: byId, error: undefined });
    await expect.poll(names, { timeout: 10_000 }).not.toContain(byId);
  });

  it('names the API and the versions of a broker that is too old', async () => {
    if (isAtLeast(kafka.version, 3, 1)) return;
    const [topic] = await bench.admin.describeTopics([await bench.newTopic('id')]);
    const thrown = await bench.admin.describeTopics([{ topicId: topic?.topicId ?? ANY_ID }]).catch((e: unknown) => e);
    expectTooOld(thrown, 'Metadata');
  });
});
