// What takes several brokers, users or log directories: moves, elections, fenced brokers, voters, access rules, tokens.
// The tests share one cluster and run in this order: the last ones take brokers away.
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Client, type ClientOptions, Reader, Writer } from '../../../src/index.ts';
import { adminBench, expectTooOld } from '../../support/admin.ts';
import { describeEachKafka, uniqueName } from '../../support/describe-each-kafka.ts';
import { kcat } from '../../support/kcat.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';
import { type SecureCluster, startSecureCluster } from '../../support/real-kafka/secure-cluster.ts';

const START_MS = 300_000;
// What one node knows the others hear of a little later: whatever another one may answer is asked until it is so.
const POLLED = { timeout: 45_000, interval: 200 };

describeEachKafka('admin: three brokers', ({ version }) => {
  let kafka: SecureCluster;
  const isKraft = isAtLeast(version, 3, 3);
  const isDynamic = isAtLeast(version, 3, 9);
  beforeAll(async () => {
    // Brokers that the environment gives have other listeners.
    vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', '');
    kafka = await startSecureCluster({ version, sessionMs: 0, logDirs: 2, dynamicQuorum: true });
    vi.unstubAllEnvs();
  }, START_MS);
  afterAll(() => kafka?.stop());
  const bench = adminBench(() => kafka.bootstrap, 3);

  const topicOn = async (prefix: string, assignments: readonly number[][], configs = {}): Promise<string> => {
    const topic = uniqueName(prefix);
    const [result] = await bench.admin.createTopics([{ topic, assignments, configs }]);
    if (result?.error !== undefined) throw result.error;
    await bench.client.topic(topic);
    return topic;
  };
  const partition = async (topic: string, index = 0) => {
    const [found] = await bench.admin.describeTopics([topic]);
    const { leaderId, replicas, isr } = found?.partitions[index] ?? {};
    return { leaderId, replicas, isr: [...(isr ?? [])].sort() };
  };
  const asUser = <T>(sasl: NonNullable<ClientOptions['sasl']>, use: (client: Client) => Promise<T>): Promise<T> =>
    connectedBy({ brokers: kafka.secured.saslPlaintext, sasl }, use);
  const connectedBy = async <T>(options: ClientOptions, use: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client(options);
    try {
      return await use(client);
    } finally {
      await client.close();
    }
  };
  /** Somebody who is not alice: a new user where an admin can make one (since 2.7), else who has the client certificate. */
  const someUser = async (): Promise<{ principal: string; options: ClientOptions }> => {
    const { secured } = kafka;
    if (!isAtLeast(version, 2, 7)) {
      const [ca, cert, key] = [secured.caFile, secured.clientCertFile, secured.clientKeyFile].map((path) => ({ path }));
      return { principal: 'User:CN=test-client', options: { brokers: secured.ssl, tls: { ca, cert, key } } };
    }
    const [username, mechanism] = [uniqueName('user'), 'SCRAM-SHA-256'] as const;
    await bench.admin.alterUserScramCredentials([{ user: username, mechanism, password: 'secret' }]);
    const sasl = { mechanism, username, password: 'secret' } as const;
    return { principal: `User:${username}`, options: { brokers: secured.saslPlaintext, sasl } };
  };
  const writeOne = async (client: Client, topic: string): Promise<void> => {
    const writer = new Writer({ client, topic });
    try {
      await writer.writeMessages({ value: 'one' });
    } finally {
      await writer.close();
    }
  };

  it('spreads groups over their coordinators and asks each', { timeout: 60_000 }, async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('spread');
    const ids = Array.from({ length: 12 }, () => uniqueName('group'));
    const committed = await Promise.all(
      ids.map((id) => admin.alterGroupOffsets(id, [{ topic, partition: 0, offset: 0 }])),
    );
    expect(committed.flat().filter(({ error }) => error !== undefined)).toEqual([]);
    const found = await admin.findCoordinators('group', ids);
    expect(new Set(found.map(({ brokerId }) => brokerId)).size).toBeGreaterThan(1);
    const { groups, errors } = await admin.listGroups();
    expect(errors).toEqual([]);
    for (const { key, brokerId } of found) {
      expect(groups.find(({ groupId }) => groupId === key)?.coordinatorId).toBe(brokerId);
    }
    const offsets = await admin.listGroupOffsets(ids.map((groupId) => ({ groupId })));
    expect(offsets.map(({ groupId, offsets: list }) => [groupId, list.length])).toEqual(ids.map((id) => [id, 1]));
    expect((await admin.deleteGroups(ids)).map(({ groupId, error }) => [groupId, error])).toEqual(
      ids.map((id) => [id, undefined]),
    );
  });

  it('reads from the follower of its rack, and from leaders without one (trap 54)', { timeout: 60_000 }, async () => {
    const topic = await topicOn('racked', [[1, 2, 3]]);
    const value = 'x'.repeat(300_000);
    await bench.write(topic, [value, value, value]);
    const { brokers } = await bench.admin.describeCluster();
    const portOf = (id: number) => brokers.find((broker) => broker.id === id)?.port ?? -1;
    /** Bytes that came from brokers 1, the leader, and 2 while three messages were read. */
    const bytesFrom = async (rack: string | undefined) => {
      const sockets: { port: number; socket: Socket }[] = [];
      const dial = (host: string, port: number) =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(port, host, () => resolve(socket)).once('error', reject);
          sockets.push({ port, socket });
        });
      const reader = new Reader({ brokers: kafka.bootstrap, topic, partition: 0, rack, dial });
      try {
        for (let i = 0; i < 3; i++) expect((await reader.fetchMessage()).value?.length).toBe(value.length);
        return [1, 2].map((id) =>
          sockets.filter(({ port }) => port === portOf(id)).reduce((sum, { socket }) => sum + socket.bytesRead, 0),
        );
      } finally {
        await reader.close();
      }
    };
    const [leader = 0, follower = 0] = await bytesFrom(undefined);
    expect([leader > 900_000, follower < 100_000]).toEqual([true, true]);
    await expect
      .poll(async () => (await bytesFrom('rack-2')).map((bytes) => bytes > 900_000), POLLED)
      .toEqual([false, true]);
  });

  it('goes on from a committed epoch where Fetch does not check it (trap 52)', { timeout: 60_000 }, async () => {
    const topic = await topicOn('epochs', [[1, 2]]);
    await bench.write(topic, ['a', 'b', 'c', 'd']);
    const groupId = uniqueName('epochs');
    const next = async (maxVersions?: ClientOptions['maxVersions']) => {
      const reader = new Reader({ brokers: kafka.bootstrap, groupId, topics: [topic], maxVersions });
      try {
        const message = await reader.fetchMessage();
        await reader.commitMessages(message);
        return String(message.value);
      } finally {
        await reader.close();
      }
    };
    expect(await next()).toBe('a');
    const [group] = await bench.admin.listGroupOffsets([{ groupId }]);
    expect(group?.offsets).toMatchObject([{ offset: 1, leaderEpoch: expect.any(Number) }]);
    expect(await next({ Fetch: 11 })).toBe('b');
    expect(await next({ Fetch: 12 })).toBe('c');
  });

  it('moves a partition, shows the move, calls it off, and finishes it', { timeout: 120_000 }, async () => {
    const { admin } = bench;
    const throttled = { 'leader.replication.throttled.replicas': '*', 'follower.replication.throttled.replicas': '*' };
    const topic = await topicOn('moved', [[1, 2]], throttled);
    const place = { topic, partition: 0 };
    const throttle = (value: string | undefined) =>
      admin.incrementalAlterConfigs(
        ['1', '2', '3'].map((name) => ({
          type: 'broker' as const,
          name,
          changes: ['leader', 'follower'].map((side) => {
            const setting = `${side}.replication.throttled.rate`;
            return value === undefined ? { name: setting, operation: 'delete' as const } : { name: setting, value };
          }),
        })),
      );
    const big = 'x'.repeat(900_000);
    for (let i = 0; i < 4; i++) await bench.write(topic, [big]);
    expect((await throttle('1024')).map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(await admin.alterPartitionReassignments([{ ...place, replicas: [1, 3] }])).toEqual([
      { ...place, error: undefined },
    ]);
    const moving = { ...place, replicas: [1, 3, 2], addingReplicas: [3], removingReplicas: [2] };
    expect(await admin.listPartitionReassignments()).toEqual([moving]);
    expect(await admin.listPartitionReassignments([place])).toEqual([moving]);
    expect(await admin.alterPartitionReassignments([{ ...place, replicas: null }])).toMatchObject([
      { error: undefined },
    ]);
    await expect.poll(() => admin.listPartitionReassignments(), POLLED).toEqual([]);
    await expect.poll(() => partition(topic), POLLED).toMatchObject({ replicas: [1, 2] });
    await throttle(undefined);
    const grown = { allowReplicationFactorChange: false };
    const growing = admin.alterPartitionReassignments([{ ...place, replicas: [3, 1, 2] }], grown);
    if (isAtLeast(version, 4, 1)) {
      expect(await growing).toMatchObject([{ error: { code: 'INVALID_REPLICATION_FACTOR' } }]);
    } else expectTooOld(await growing.catch((error: unknown) => error), 'AlterPartitionReassignments');
    await admin.alterPartitionReassignments([{ ...place, replicas: [3, 1] }]);
    await expect
      .poll(() => partition(topic), POLLED)
      .toEqual({ leaderId: expect.any(Number), replicas: [3, 1], isr: [1, 3] });
    expect((await kcat(['-L', '-b', kafka.bootstrap.join(','), '-t', topic])).toString()).toMatch(/replicas: 3,1/);
  });

  it('elects the preferred leader', { timeout: 60_000 }, async () => {
    const { admin } = bench;
    const topic = await topicOn('preferred', [
      [1, 2],
      [2, 1],
    ]);
    await admin.alterPartitionReassignments([{ topic, partition: 0, replicas: [2, 1] }]);
    await expect.poll(() => admin.listPartitionReassignments(), POLLED).toEqual([]);
    await expect.poll(() => partition(topic), POLLED).toMatchObject({ leaderId: 1, replicas: [2, 1] });
    const both = [1, 0].map((index) => ({ topic, partition: index }));
    expect(await admin.electLeaders('preferred', both)).toMatchObject([
      { partition: 1, error: { code: 'ELECTION_NOT_NEEDED' } },
      { partition: 0, error: undefined },
    ]);
    await expect.poll(() => partition(topic), POLLED).toMatchObject({ leaderId: 2 });
  });

  it('moves a replica to the other log directory of its broker', { timeout: 60_000 }, async () => {
    const { admin } = bench;
    const topic = await topicOn('on-disk', [[2]]);
    await bench.write(topic, ['one', 'two']);
    const replica = { brokerId: 2, topic, partition: 0 };
    const [broker] = await admin.describeLogDirs([2]);
    const paths = (broker?.logDirs ?? []).map(({ path }) => path);
    expect(paths).toHaveLength(2);
    const [before] = await admin.describeReplicaLogDirs([replica]);
    const to = paths.find((path) => path !== before?.path) as string;
    expect(await admin.alterReplicaLogDirs([{ ...replica, path: to }])).toEqual([{ ...replica, error: undefined }]);
    await expect
      .poll(async () => (await admin.describeReplicaLogDirs([replica]))[0], POLLED)
      .toMatchObject({ path: to, offsetLag: 0, futurePath: undefined, error: undefined });
    expect((await admin.listOffsets([{ topic, partition: 0, spec: 'last' }]))[0]?.offset).toBe(2);
  });

  it('lets users in and out with SCRAM credentials', { timeout: 60_000 }, async () => {
    const { admin } = bench;
    const user = uniqueName('user');
    const mechanism = 'SCRAM-SHA-512';
    const making = admin.alterUserScramCredentials([{ user, mechanism, password: 'pä55 word' }]);
    if (!isAtLeast(version, 2, 7)) {
      return expectTooOld(await making.catch((error: unknown) => error), 'AlterUserScramCredentials');
    }
    await making;
    const login = () =>
      asUser({ mechanism, username: user, password: 'pä55 word' }, (client) => client.connect()).then(
        () => 'in',
        (error: { code: string }) => error.code,
      );
    await expect.poll(login, POLLED).toBe('in');
    await admin.alterUserScramCredentials([{ user, mechanism, remove: true }]);
    await expect.poll(login, POLLED).toBe('AUTHENTICATION');
  });

  it('adds, finds and deletes access rules, which brokers then keep to', { timeout: 90_000 }, async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('guarded');
    const { principal, options } = await someUser();
    const canWrite = () =>
      connectedBy(options, (client) => writeOne(client, topic)).then(
        () => 'yes',
        (error: { code: string; errors?: readonly ({ code: string } | undefined)[] }) =>
          error.errors?.find((each) => each !== undefined)?.code ?? error.code,
      );
    await expect.poll(canWrite, POLLED).toBe('yes');
    const deny = {
      resourceType: 'topic',
      resourceName: topic,
      principal,
      operation: 'write',
      permission: 'deny',
    } as const;
    const prefixed = {
      resourceType: 'topic',
      resourceName: topic.slice(0, -2),
      patternType: 'prefixed',
      principal,
      operation: 'read',
      host: '127.0.0.1',
    } as const;
    const created = await admin.createAcls([deny, prefixed, deny]);
    expect(created.map(({ acl, error }) => [acl, error])).toEqual([
      [deny, undefined],
      [prefixed, undefined],
      [deny, undefined],
    ]);
    const described = [
      { ...deny, patternType: 'literal', host: '*' },
      { ...prefixed, permission: 'allow' },
    ];
    const found = (filter: Parameters<typeof admin.describeAcls>[0]) => async () =>
      [...(await admin.describeAcls(filter))].sort((a, b) => (a.patternType < b.patternType ? -1 : 1));
    await expect.poll(found({ principal }), POLLED).toEqual(described);
    const byName = { resourceType: 'topic', resourceName: topic } as const;
    expect(await found({ ...byName, principal })()).toEqual(described.slice(0, 1));
    expect(await found({ ...byName, patternType: 'match', principal })()).toEqual(described);
    expect(await found({ permission: 'deny', principal })()).toEqual(described.slice(0, 1));
    expect(await found({ operation: 'read', principal })()).toEqual(described.slice(1));
    await expect.poll(canWrite, POLLED).toBe('TOPIC_AUTHORIZATION_FAILED');
    const deleted = await admin.deleteAcls([{ principal, operation: 'alter' }, { principal }]);
    expect(deleted.map(({ filter, matches, error }) => [filter, matches.length, error])).toEqual([
      [{ principal, operation: 'alter' }, 0, undefined],
      [{ principal }, 2, undefined],
    ]);
    expect(deleted[1]?.matches.every((match) => match.principal === principal && match.error === undefined)).toBe(true);
    await expect.poll(found({ principal }), POLLED).toEqual([]);
    await expect.poll(canWrite, POLLED).toBe('yes');
  });

  it('creates, renews, describes and expires a delegation token, and logs in with it', {
    timeout: 90_000,
  }, async () => {
    const alice = { mechanism: 'SCRAM-SHA-256', username: 'alice', password: kafka.secured.password } as const;
    await expect(bench.admin.createDelegationToken()).rejects.toMatchObject({
      code: 'DELEGATION_TOKEN_REQUEST_NOT_ALLOWED',
    });
    await asUser(alice, async ({ admin }) => {
      const token = await admin.createDelegationToken({ renewers: ['User:bob'], maxLifetimeMs: 3_600_000 });
      expect(token).toMatchObject({ owner: 'User:alice', renewers: ['User:bob'] });
      expect(token.maxTimestamp - token.issuedAt).toBe(3_600_000);
      const known = async () => (await admin.describeDelegationTokens(['User:alice'])).map(({ tokenId }) => tokenId);
      await expect.poll(known, POLLED).toContain(token.tokenId);
      expect(await admin.describeDelegationTokens(['User:nobody'])).toEqual([]);
      expect((await admin.describeDelegationTokens()).map(({ tokenId }) => tokenId)).toContain(token.tokenId);
      const login = () =>
        asUser(
          {
            mechanism: 'SCRAM-SHA-256',
            username: token.tokenId,
            password: token.hmac.toString('base64'),
            delegationToken: true,
          },
          (client) => client.admin.listTopics(),
        ).then(
          () => 'in',
          (error: { code: string }) => error.code,
        );
      await expect.poll(login, POLLED).toBe('in');
      const renewed = await admin.renewDelegationToken(token.hmac, { periodMs: 1_800_000 });
      expect(Math.abs(renewed - (Date.now() + 1_800_000))).toBeLessThan(60_000);
      expect(await admin.expireDelegationToken(token.hmac)).toBeLessThanOrEqual(Date.now() + 60_000);
      await expect.poll(known, POLLED).not.toContain(token.tokenId);
      await expect.poll(login, POLLED).toBe('AUTHENTICATION');
      await expect(admin.renewDelegationToken(token.hmac)).rejects.toMatchObject({
        code: expect.stringMatching(/DELEGATION_TOKEN_(NOT_FOUND|EXPIRED)/),
      });
    });
  });

  it('takes a voter out of the quorum and adds it again', { timeout: 90_000 }, async () => {
    const { admin } = bench;
    if (!isDynamic) return;
    const before = await admin.describeMetadataQuorum();
    expect(before.voters.map(({ id }) => id).sort()).toEqual([1, 2, 3]);
    const id = [3, 2].find((each) => each !== before.leaderId) as number;
    const directoryId = before.voters.find((voter) => voter.id === id)?.directoryId as string;
    const endpoints = before.nodes.find((node) => node.id === id)?.endpoints ?? [];
    await expect(admin.removeRaftVoter({ id, directoryId }, { clusterId: 'another' })).rejects.toMatchObject({
      code: 'INCONSISTENT_CLUSTER_ID',
    });
    await admin.removeRaftVoter({ id, directoryId });
    const ids = async () => {
      const { voters, observers } = await admin.describeMetadataQuorum();
      return { voters: voters.map((each) => each.id).sort(), observers: observers.map((each) => each.id) };
    };
    const others = [1, 2, 3].filter((each) => each !== id);
    await expect.poll(ids, POLLED).toEqual({ voters: others, observers: [id] });
    await admin.addRaftVoter({ id, directoryId, endpoints });
    await expect.poll(ids, POLLED).toEqual({ voters: [1, 2, 3], observers: [] });
  });

  it('elects a leader that lost records, where that is asked for', { timeout: 240_000 }, async () => {
    const { admin } = bench;
    const topic = await topicOn('unclean', [[2, 3]], { 'min.insync.replicas': '1' });
    await bench.write(topic, ['both']);
    const [, second, third] = kafka.nodes;
    await third!.stop();
    await expect.poll(() => partition(topic), POLLED).toEqual({ leaderId: 2, replicas: [2, 3], isr: [2] });
    await bench.write(topic, ['only the first']);
    await second!.stop();
    await third!.start();
    await expect.poll(() => partition(topic).catch(() => undefined), POLLED).toMatchObject({ leaderId: -1 });
    const elect = async () => {
      const [result] = await admin.electLeaders('unclean', [{ topic, partition: 0 }]);
      return result?.error?.code;
    };
    await expect.poll(elect, POLLED).toBeUndefined();
    await expect.poll(() => partition(topic), POLLED).toMatchObject({ leaderId: 3 });
    expect((await admin.listOffsets([{ topic, partition: 0, spec: 'last' }]))[0]).toMatchObject({ offset: 1 });
    await second!.start();
  });

  it('makes a broker that is down a value, shows it fenced, and forgets it', { timeout: 180_000 }, async () => {
    const { admin } = bench;
    await expect.poll(async () => (await admin.describeCluster()).brokers.length, POLLED).toBe(3);
    const quorum = isDynamic ? await admin.describeMetadataQuorum() : undefined;
    const voter = quorum?.voters.find(({ id }) => id === 3);
    if (voter?.directoryId !== undefined) await admin.removeRaftVoter({ id: 3, directoryId: voter.directoryId });
    await kafka.nodes[2]!.stop();
    const ids = async (includeFencedBrokers: boolean) => {
      const { brokers } = await admin.describeCluster({ includeFencedBrokers });
      return brokers.map(({ id, isFenced }) => (isFenced ? `${id} fenced` : `${id}`)).sort();
    };
    await expect.poll(() => ids(false), POLLED).toEqual(['1', '2']);
    const [good, bad] = await admin.describeLogDirs([1, 3], { timeoutMs: 8_000 });
    expect([good?.error, bad?.logDirs, bad?.error?.code]).toEqual([undefined, [], expect.any(String)]);
    if (!isAtLeast(version, 4, 0)) {
      if (isKraft) await admin.unregisterBroker(3);
      else expectTooOld(await admin.unregisterBroker(3).catch((error: unknown) => error), 'UnregisterBroker');
      return;
    }
    await expect.poll(() => ids(true), POLLED).toEqual(['1', '2', '3 fenced']);
    await admin.unregisterBroker(3);
    await expect.poll(() => ids(true), POLLED).toEqual(['1', '2']);
    if (isAtLeast(version, 4, 4)) await admin.unregisterController(3);
  });
});
