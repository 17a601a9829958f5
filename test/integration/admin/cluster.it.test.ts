// The cluster itself on a real broker: brokers, APIs, coordinators, features, quorum, log directories, quotas, users.
import { expect, it } from 'vitest';
import { adminBench, expectTooOld, since } from '../../support/admin.ts';
import { describeEachKafka, uniqueName } from '../../support/describe-each-kafka.ts';
import { kcat } from '../../support/kcat.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const POLLED = { timeout: 10_000 };

describeEachKafka('admin: cluster', (kafka) => {
  const bench = adminBench(() => kafka.bootstrap);
  const [host, port] = (kafka.bootstrap[0] as string).split(':') as [string, string];
  const isKraft = isAtLeast(kafka.version, 3, 3);
  const thrownBy = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'nothing',
      (error: unknown) => error,
    );

  it('describes the cluster as kcat does', async () => {
    const cluster = await bench.admin.describeCluster({ includeAuthorizedOperations: true });
    expect(cluster).toMatchObject({
      clusterId: expect.stringMatching(/^[\w-]{22}$/),
      controllerId: 1,
      brokers: [{ id: 1, host, port: Number(port), rack: 'rack-1', isFenced: false }],
      authorizedOperations: expect.arrayContaining(['alter', 'describe', 'cluster-action']),
    });
    const seen = await kcat(['-L', '-b', kafka.bootstrap.join(',')]);
    expect(seen.toString()).toContain(`broker 1 at ${host}:${port}`);
    const fenced = await since(kafka, [4, 0], 'DescribeCluster', () =>
      bench.admin.describeCluster({ includeFencedBrokers: true }),
    );
    if (fenced !== undefined) expect(fenced.brokers).toMatchObject([{ id: 1, isFenced: false }]);
  });

  it('tells which APIs a broker answers', async () => {
    const [broker, absent] = await bench.admin.describeApiVersions([1, 99], { timeoutMs: 3_000 });
    expect(broker).toMatchObject({ brokerId: 1, error: undefined });
    expect(broker?.apis).toContainEqual({ key: 3, name: 'Metadata', minVersion: 0, maxVersion: expect.any(Number) });
    expect(absent).toMatchObject({ brokerId: 99, apis: [], error: { code: expect.any(String) } });
    expect((await bench.admin.describeApiVersions()).map(({ brokerId }) => brokerId)).toEqual([1]);
  });

  it('finds coordinators of groups, transactional ids and share partitions', async () => {
    const { admin } = bench;
    const place = { brokerId: 1, host, port: Number(port), error: undefined };
    expect(await admin.findCoordinators('group', ['one', 'two', 'three'])).toEqual(
      ['one', 'two', 'three'].map((key) => ({ key, ...place })),
    );
    expect(await admin.findCoordinators('transaction', ['one'])).toEqual([{ key: 'one', ...place }]);
    const [topic] = await admin.describeTopics([await bench.newTopic('shared')]);
    const key = `group:${topic?.topicId}:0`;
    const [found] = await admin.findCoordinators('share', [key]).catch((error: unknown) => {
      if (isAtLeast(kafka.version, 4, 1)) throw error;
      expectTooOld(error, 'FindCoordinator');
      return [];
    });
    if (isAtLeast(kafka.version, 4, 1)) expect(found).toEqual({ key, ...place });
  });

  it('describes and updates features', async () => {
    const { admin } = bench;
    const before = await admin.describeFeatures();
    if (!isKraft) {
      expect(before).toMatchObject({ finalized: new Map(), supported: new Map() });
      const checked = admin.updateFeatures([{ feature: 'metadata.version', level: 1 }], { validateOnly: true });
      expectTooOld(await thrownBy(checked), 'UpdateFeatures');
      return;
    }
    expect(before.finalizedEpoch).toBeGreaterThanOrEqual(0);
    const level = before.finalized.get('metadata.version')?.max as number;
    expect(before.supported.get('metadata.version')?.max).toBeGreaterThanOrEqual(level);
    // Before 4.0 each feature has an outcome of its own, later all fail with one (KIP-1022).
    const refused = await admin.updateFeatures([{ feature: 'no.such.feature', level: 1 }]).then(
      ([first]) => first?.error,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({
      code: expect.stringMatching(/INVALID_UPDATE_VERSION|FEATURE_UPDATE_FAILED|INVALID_REQUEST/),
    });
    if (!isAtLeast(kafka.version, 4, 3)) return;
    // A level that can be lowered and raised again without harm.
    const group = before.finalized.get('share.version')?.max as number;
    const lower = [{ feature: 'share.version', level: group - 1, type: 'safe-downgrade' }] as const;
    expect(await admin.updateFeatures(lower, { validateOnly: true })).toEqual([
      { feature: 'share.version', error: undefined },
    ]);
    expect((await admin.describeFeatures()).finalized.get('share.version')?.max).toBe(group);
  });

  it('describes the metadata quorum', async () => {
    const quorum = await since(kafka, [3, 3], 'DescribeQuorum', () => bench.admin.describeMetadataQuorum());
    if (quorum === undefined) return;
    expect(quorum).toMatchObject({ leaderId: 1, voters: [{ id: 1 }], observers: [] });
    expect(quorum.leaderEpoch).toBeGreaterThan(0);
    expect(quorum.highWatermark).toBeGreaterThan(0);
    expect(quorum.voters[0]?.logEndOffset).toBeGreaterThanOrEqual(quorum.highWatermark);
    if (isAtLeast(kafka.version, 3, 9))
      expect(quorum.nodes).toMatchObject([{ id: 1, endpoints: [{ name: 'CONTROLLER' }] }]);
  });

  it('says why it cannot change a quorum or unregister what is not there', async () => {
    const { admin } = bench;
    const voter = { id: 9, directoryId: 'AAAAAAAAAAAAAAAAAAAAAQ' };
    const endpoints = [{ name: 'CONTROLLER', host: '127.0.0.1', port: 1 }];
    const attempts: [string, readonly [number, number], Promise<unknown>][] = [
      ['AddRaftVoter', [3, 9], thrownBy(admin.addRaftVoter({ ...voter, endpoints }))],
      ['RemoveRaftVoter', [3, 9], thrownBy(admin.removeRaftVoter(voter))],
      ['UnregisterBroker', [3, 3], thrownBy(admin.unregisterBroker(99))],
      ['UnregisterController', [4, 4], thrownBy(admin.unregisterController(99))],
    ];
    for (const [api, release, attempt] of attempts) {
      const error = await attempt;
      if (!isAtLeast(kafka.version, ...release)) expectTooOld(error, api);
      else expect(error, api).toMatchObject({ name: 'BrokerError', api });
    }
  });

  it('describes log directories and where replicas lie', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('logged', 2);
    await bench.write(topic, ['one']);
    const [broker] = await admin.describeLogDirs();
    expect(broker).toMatchObject({ brokerId: 1, error: undefined, logDirs: [{ isCordoned: false, error: undefined }] });
    const [dir] = broker?.logDirs ?? [];
    if (isAtLeast(kafka.version, 3, 3)) expect(dir?.usableBytes).toBeGreaterThan(0);
    const replica = dir?.replicas.find((each) => each.topic === topic && each.partition === 0);
    expect(replica).toMatchObject({ offsetLag: 0, isFuture: false });
    expect(replica?.sizeInBytes).toBeGreaterThan(0);
    const [there, absent] = await admin.describeReplicaLogDirs([
      { brokerId: 1, topic, partition: 1 },
      { brokerId: 1, topic: uniqueName('missing'), partition: 0 },
    ]);
    expect(there).toMatchObject({ path: dir?.path, offsetLag: 0, futurePath: undefined, error: undefined });
    expect(absent).toMatchObject({ path: undefined, error: undefined });
    const [wrong] = await admin.alterReplicaLogDirs([{ brokerId: 1, topic, partition: 0, path: '/nowhere' }]);
    expect(wrong?.error).toMatchObject({ code: 'LOG_DIR_NOT_FOUND', topic, partition: 0 });
  });

  it('sets, describes and removes quotas', async () => {
    const { admin } = bench;
    const user = uniqueName('user');
    const entity = { user, 'client-id': null };
    const set = [{ entity, changes: { producer_byte_rate: 1_000_000, consumer_byte_rate: 2_000_000 } }];
    const checked = await since(kafka, [2, 6], 'AlterClientQuotas', () =>
      admin.alterClientQuotas(set, { validateOnly: true }),
    );
    const none = await since(kafka, [2, 6], 'DescribeClientQuotas', () => admin.describeClientQuotas({ user }));
    if (checked === undefined) return;
    expect(none).toEqual([]);
    const outcome = await admin.alterClientQuotas([...set, { entity: { user }, changes: { 'no-such-quota': 1 } }]);
    expect(outcome).toMatchObject([
      { entity, error: undefined },
      { entity: { user }, error: { code: 'INVALID_REQUEST' } },
    ]);
    const quotas = new Map([
      ['producer_byte_rate', 1_000_000],
      ['consumer_byte_rate', 2_000_000],
    ]);
    const sorted = async (filter: Parameters<typeof admin.describeClientQuotas>[0], strict = false) =>
      (await admin.describeClientQuotas(filter, { strict })).filter((each) => each.entity.user === user);
    await expect.poll(() => sorted({ user, 'client-id': null }, true), POLLED).toEqual([{ entity, quotas }]);
    expect(await sorted({ user: { any: true } })).toEqual([{ entity, quotas }]);
    expect(await sorted({ user }, true)).toEqual([]);
    expect(await sorted({})).toHaveLength(1);
    await admin.alterClientQuotas([{ entity, changes: { producer_byte_rate: null, consumer_byte_rate: null } }]);
    await expect.poll(() => sorted({ user }), POLLED).toEqual([]);
  });

  it('sets, describes and removes SCRAM credentials', async () => {
    const { admin } = bench;
    const user = uniqueName('user');
    const mechanism = 'SCRAM-SHA-256';
    const made = await since(kafka, [2, 7], 'AlterUserScramCredentials', () =>
      admin.alterUserScramCredentials([{ user, mechanism, password: 'secret' }]),
    );
    if (made === undefined) return;
    expect(made).toEqual([{ user, error: undefined }]);
    const other = { user, mechanism: 'SCRAM-SHA-512', password: 'secret', iterations: 8192 } as const;
    await admin.alterUserScramCredentials([other]);
    const described = async () => (await admin.describeUserScramCredentials([user]))[0];
    await expect.poll(async () => (await described())?.credentials.length, POLLED).toBe(2);
    expect((await described())?.credentials).toEqual(
      expect.arrayContaining([
        { mechanism, iterations: 4096 },
        { mechanism: 'SCRAM-SHA-512', iterations: 8192 },
      ]),
    );
    expect((await admin.describeUserScramCredentials()).map((each) => each.user)).toContain(user);
    await admin.alterUserScramCredentials([{ user, mechanism, remove: true }]);
    await admin.alterUserScramCredentials([{ user, mechanism: 'SCRAM-SHA-512', remove: true }]);
    await expect.poll(async () => (await described())?.error?.code, POLLED).toBe('RESOURCE_NOT_FOUND');
    const nobody = uniqueName('nobody');
    expect(await admin.alterUserScramCredentials([{ user: nobody, mechanism, remove: true }])).toMatchObject([
      { user: nobody, error: { code: 'RESOURCE_NOT_FOUND' } },
    ]);
  });

  it('says that security is disabled where it is', async () => {
    const { admin } = bench;
    await expect(admin.describeAcls()).rejects.toMatchObject({ code: 'SECURITY_DISABLED', api: 'DescribeAcls' });
    const acl = { resourceType: 'topic', resourceName: 'a', principal: 'User:a', operation: 'read' } as const;
    expect(await admin.createAcls([acl])).toMatchObject([{ acl, error: { code: 'SECURITY_DISABLED' } }]);
    expect(await admin.deleteAcls([{ principal: 'User:a' }])).toMatchObject([{ error: { code: 'SECURITY_DISABLED' } }]);
    await expect(admin.createDelegationToken()).rejects.toMatchObject({
      code: expect.stringMatching(/DELEGATION_TOKEN_(AUTH_DISABLED|REQUEST_NOT_ALLOWED)/),
    });
  });

  it('elects and moves nothing where there is nothing to elect or move', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('still');
    expect(await admin.electLeaders('preferred', [{ topic, partition: 0 }])).toMatchObject([
      { topic, partition: 0, error: { code: 'ELECTION_NOT_NEEDED' } },
    ]);
    expect(await admin.electLeaders('unclean')).toEqual([]);
    expect(await admin.listPartitionReassignments()).toEqual([]);
    expect(
      await admin.alterPartitionReassignments([
        { topic, partition: 0, replicas: null },
        { topic: uniqueName('missing'), partition: 0, replicas: [1] },
      ]),
    ).toMatchObject([
      { topic, error: { code: 'NO_REASSIGNMENT_IN_PROGRESS' } },
      { error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } },
    ]);
  });
});
