// What administers users and the cluster: ACLs, quotas, SCRAM users, features, the cluster itself and its quorum.
import {
  type AlterClientQuotasRequestEntryData,
  alterClientQuotasApi,
  createAlterClientQuotasRequest,
} from '../../../src/protocol/generated/alter-client-quotas.ts';
import {
  alterUserScramCredentialsApi,
  createAlterUserScramCredentialsRequest,
} from '../../../src/protocol/generated/alter-user-scram-credentials.ts';
import { apiVersionsApi, createApiVersionsRequest } from '../../../src/protocol/generated/api-versions.ts';
import {
  createAclCreation,
  createAclsApi,
  createCreateAclsRequest,
} from '../../../src/protocol/generated/create-acls.ts';
import {
  createDeleteAclsFilter,
  createDeleteAclsRequest,
  deleteAclsApi,
} from '../../../src/protocol/generated/delete-acls.ts';
import { createDescribeAclsRequest, describeAclsApi } from '../../../src/protocol/generated/describe-acls.ts';
import {
  createDescribeClientQuotasRequest,
  describeClientQuotasApi,
} from '../../../src/protocol/generated/describe-client-quotas.ts';
import { createDescribeClusterRequest, describeClusterApi } from '../../../src/protocol/generated/describe-cluster.ts';
import { createDescribeQuorumRequest, describeQuorumApi } from '../../../src/protocol/generated/describe-quorum.ts';
import {
  createDescribeUserScramCredentialsRequest,
  describeUserScramCredentialsApi,
} from '../../../src/protocol/generated/describe-user-scram-credentials.ts';
import {
  createFeatureUpdateKey,
  createUpdateFeaturesRequest,
  type FeatureUpdateKey,
  updateFeaturesApi,
} from '../../../src/protocol/generated/update-features.ts';
import type { Transcript } from './transcript.ts';

async function acls(t: Transcript): Promise<void> {
  const any = { resourceTypeFilter: 1, resourceNameFilter: null, patternTypeFilter: 1, principalFilter: null };
  const filter = { ...any, hostFilter: null, operation: 1, permissionType: 1 };
  const rule = createAclCreation({
    resourceType: 2,
    resourceName: 'x',
    principal: 'User:a',
    host: '*',
    operation: 3,
    permissionType: 3,
  });
  for (const version of [1, 2, 3]) {
    const old = version === 1 ? { patternTypeFilter: 3 } : {};
    await t.ask('without authorizer', describeAclsApi, version, createDescribeAclsRequest({ ...filter, ...old }));
    await t.ask('without authorizer', createAclsApi, version, createCreateAclsRequest({ creations: [rule] }));
    const filters = [createDeleteAclsFilter({ ...filter, ...old })];
    await t.ask('without authorizer', deleteAclsApi, version, createDeleteAclsRequest({ filters }));
  }
}

async function quotas(t: Transcript): Promise<void> {
  const user = `${t.prefix}-user`;
  const entity = (names: Readonly<Record<string, string | null>>) =>
    Object.entries(names).map(([entityType, entityName]) => ({ entityType, entityName }));
  const alter = (what: string, version: number, entries: readonly AlterClientQuotasRequestEntryData[], only = false) =>
    t.ask(what, alterClientQuotasApi, version, createAlterClientQuotasRequest({ entries, validateOnly: only }), {
      // Their order is that of a hash table.
      show: (answer) => ({
        ...answer,
        entries: answer.entries
          .map((entry) => ({
            ...entry,
            entity: [...entry.entity].sort((a, b) => (a.entityType < b.entityType ? -1 : 1)),
          }))
          .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      }),
    });
  const set = (names: Readonly<Record<string, string | null>>, key: string, value: number, remove = false) => ({
    entity: entity(names),
    ops: [{ key, value, remove }],
  });
  type Component = { entityType: string; matchType: number; match: string | null };
  const describe = (what: string, components: readonly Component[], strict = false, version = 1) =>
    t.ask(what, describeClientQuotasApi, version, createDescribeClientQuotasRequest({ components, strict }), {
      show: ({ entries, ...rest }) => ({
        ...rest,
        entries:
          entries
            ?.map((entry) => ({ ...entry, values: [...entry.values].sort((a, b) => (a.key < b.key ? -1 : 1)) }))
            .map((entry) => ({
              ...entry,
              entity: [...entry.entity].sort((a, b) => (a.entityType < b.entityType ? -1 : 1)),
            }))
            .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) ?? null,
      }),
    });
  const named = (entityType: string, match: string): Component => ({ entityType, matchType: 0, match });
  const byDefault = (entityType: string): Component => ({ entityType, matchType: 1, match: null });
  const some = (entityType: string): Component => ({ entityType, matchType: 2, match: null });
  for (const version of [0, 1]) {
    await alter('set', version, [set({ user }, 'producer_byte_rate', 1000 + version)]);
  }
  await alter('set two', 1, [
    set({ user, 'client-id': 'c' }, 'consumer_byte_rate', 2000),
    set({ user: null }, 'request_percentage', 50),
  ]);
  await alter('only checked', 1, [set({ user }, 'producer_byte_rate', 7)], true);
  await t.until(async () => {
    const request = createDescribeClientQuotasRequest({ components: [byDefault('user')] });
    return ((await t.quietly(describeClientQuotasApi, 1, request))?.entries?.length ?? 0) > 0;
  });
  for (const version of [0, 1]) await describe('by name', [named('user', user)], false, version);
  await describe('by name, strictly', [named('user', user)], true);
  await describe('both', [named('user', user), named('client-id', 'c')]);
  await describe('default', [byDefault('user')]);
  await describe('none', [named('user', `${user}-no`)]);
  await describe('some clients', [named('user', user), some('client-id')]);
  await describe('twice', [named('user', user), named('user', user)]);
  await describe('an unknown entity', [named('nope', 'x')]);
  await describe('no entity', [named('', 'x')]);
  await describe('an unknown match', [{ entityType: 'user', matchType: 9, match: null }]);
  await describe('a default with a name', [{ entityType: 'user', matchType: 1, match: 'x' }]);
  await describe('a name that is missing', [{ entityType: 'user', matchType: 0, match: null }]);
  await describe('ip and user', [named('ip', '127.0.0.1'), named('user', user)]);
  await alter('an unknown key', 1, [set({ user }, 'nope', 1)]);
  await alter('no entity', 1, [set({}, 'producer_byte_rate', 1)]);
  await alter('an unknown entity', 1, [set({ nope: 'x' }, 'producer_byte_rate', 1)]);
  await alter('an empty name', 1, [set({ user: '' }, 'producer_byte_rate', 1)]);
  await alter('a value below zero', 1, [set({ user }, 'producer_byte_rate', -1)]);
  await alter('none', 1, [set({ user }, 'producer_byte_rate', 0)]);
  await alter('a fraction of a byte', 1, [set({ user }, 'producer_byte_rate', 1.5)]);
  await alter('ip', 1, [set({ ip: 'not an ip.' }, 'connection_creation_rate', 5)]);
  await alter('ip and user', 1, [set({ ip: '127.0.0.1', user }, 'connection_creation_rate', 5)]);
  await alter('a key of others', 1, [set({ ip: '127.0.0.1' }, 'producer_byte_rate', 5)]);
  await alter('ip rate', 1, [set({ ip: '127.0.0.1' }, 'connection_creation_rate', 5)]);
  await alter('twice', 1, [set({ user }, 'producer_byte_rate', 5), set({ user }, 'producer_byte_rate', 6)]);
  await alter('away', 1, [
    set({ user }, 'producer_byte_rate', 0, true),
    set({ user }, 'consumer_byte_rate', 0, true),
    set({ user, 'client-id': 'c' }, 'consumer_byte_rate', 0, true),
    set({ user: null }, 'request_percentage', 0, true),
    set({ ip: '127.0.0.1' }, 'connection_creation_rate', 0, true),
  ]);
  await t.until(async () => {
    const request = createDescribeClientQuotasRequest({ components: [byDefault('user')] });
    return ((await t.quietly(describeClientQuotasApi, 1, request))?.entries?.length ?? 1) === 0;
  });
  await describe('after that', [named('user', user)]);
}

async function scramUsers(t: Transcript): Promise<void> {
  const name = `${t.prefix}-scram`;
  const salt = Buffer.from('0123456789abcdef');
  const password = (mechanism: number, init: object = {}) => ({
    name,
    mechanism,
    iterations: 4096,
    salt,
    saltedPassword: Buffer.alloc(mechanism === 1 ? 32 : 64, 7),
    ...init,
  });
  type Init = Parameters<typeof createAlterUserScramCredentialsRequest>[0];
  const alter = (what: string, init: Init) =>
    t.ask(what, alterUserScramCredentialsApi, 0, createAlterUserScramCredentialsRequest(init));
  const describe = (what: string, users: readonly string[]) =>
    t.ask(
      what,
      describeUserScramCredentialsApi,
      0,
      createDescribeUserScramCredentialsRequest({ users: users.map((user) => ({ name: user })) }),
      {
        show: ({ results, ...rest }) => ({
          ...rest,
          results: results.map(({ credentialInfos, ...result }) => ({
            ...result,
            credentials: [...credentialInfos].sort((a, b) => a.mechanism - b.mechanism),
          })),
        }),
      },
    );
  const has = async (count: number): Promise<void> =>
    t.until(async () => {
      const request = createDescribeUserScramCredentialsRequest({ users: [{ name }] });
      const answer = await t.quietly(describeUserScramCredentialsApi, 0, request);
      return answer?.results[0]?.credentialInfos.length === count;
    });
  await describe('missing', [name]);
  await alter('one', { upsertions: [password(1)] });
  await alter('two at once', { upsertions: [password(1), password(2)] });
  await alter('another', { upsertions: [password(2, { iterations: 8192 })] });
  await has(2);
  await describe('two', [name]);
  await describe('twice', [name, name]);
  await alter('twice', { upsertions: [password(1), password(1)] });
  await alter('set and removed', { upsertions: [password(1)], deletions: [{ name, mechanism: 1 }] });
  await alter('too few iterations', { upsertions: [password(1, { iterations: 1 })] });
  await alter('too many iterations', { upsertions: [password(1, { iterations: 20_000 })] });
  await alter('no name', { upsertions: [password(1, { name: '' })] });
  await alter('an unknown mechanism', { upsertions: [password(9)] });
  await alter('remove one', { deletions: [{ name, mechanism: 1 }] });
  await has(1);
  await alter('remove it again', { deletions: [{ name, mechanism: 1 }] });
  await alter('remove of an unknown mechanism', { deletions: [{ name, mechanism: 9 }] });
  await describe('one', [name]);
  await alter('remove the other', { deletions: [{ name, mechanism: 2 }] });
  await has(0);
  await describe('none', [name]);
}

async function features(t: Transcript): Promise<void> {
  const request = createApiVersionsRequest({ clientSoftwareName: 'test', clientSoftwareVersion: '1' });
  for (const version of [3, 4]) {
    await t.ask('features', apiVersionsApi, version, request, {
      show: ({ supportedFeatures, finalizedFeatures, finalizedFeaturesEpoch }) => ({
        supported: [...supportedFeatures].sort((a, b) => (a.name < b.name ? -1 : 1)),
        finalized: [...finalizedFeatures].sort((a, b) => (a.name < b.name ? -1 : 1)),
        hasEpoch: finalizedFeaturesEpoch >= 0,
      }),
    });
  }
  const update = (
    what: string,
    version: number,
    updates: readonly Partial<FeatureUpdateKey>[],
    validateOnly = false,
  ) => {
    const featureUpdates = updates.map((each) => createFeatureUpdateKey(each));
    const asked = createUpdateFeaturesRequest({ featureUpdates, ...(version > 0 ? { validateOnly } : {}) });
    return t.ask(what, updateFeaturesApi, version, asked);
  };
  const share = 'share.version';
  for (const version of [0, 1, 2]) await update('an unknown one', version, [{ feature: 'nope', maxVersionLevel: 1 }]);
  await update('nothing', 1, []);
  await update('too high', 1, [{ feature: share, maxVersionLevel: 99 }]);
  await update('below zero', 1, [{ feature: share, maxVersionLevel: -1 }]);
  await update('down, not allowed', 1, [{ feature: share, maxVersionLevel: 1 }]);
  await update('down, only checked', 1, [{ feature: share, maxVersionLevel: 1, upgradeType: 2 }], true);
  await update('down, only checked', 2, [{ feature: share, maxVersionLevel: 1, upgradeType: 2 }], true);
  await update('an unknown kind of change', 1, [{ feature: share, maxVersionLevel: 1, upgradeType: 7 }], true);
  await update('as it is', 1, [{ feature: share, maxVersionLevel: 2 }], true);
  await update('one wrong of two', 1, [
    { feature: share, maxVersionLevel: 1, upgradeType: 2 },
    { feature: 'nope', maxVersionLevel: 3 },
  ]);
}

async function cluster(t: Transcript): Promise<void> {
  for (const version of [0, 1, 2]) {
    for (const includeClusterAuthorizedOperations of [true, false]) {
      const request = createDescribeClusterRequest({ includeClusterAuthorizedOperations });
      await t.ask('cluster', describeClusterApi, version, request);
    }
  }
  await t.ask('controllers', describeClusterApi, 1, createDescribeClusterRequest({ endpointType: 2 }));
  await t.ask('an unknown kind', describeClusterApi, 1, createDescribeClusterRequest({ endpointType: 3 }));
  const quorum = (what: string, version: number, topicName: string, partitionIndex = 0) =>
    t.ask(
      what,
      describeQuorumApi,
      version,
      createDescribeQuorumRequest({ topics: [{ topicName, partitions: [{ partitionIndex }] }] }),
      {
        show: ({ topics, nodes, ...rest }) => ({
          ...rest,
          nodes: nodes.map(({ nodeId, listeners }) => [nodeId, listeners.length > 0]),
          topics: topics.map((topic) => ({
            ...topic,
            partitions: topic.partitions.map(({ currentVoters, highWatermark, leaderEpoch, ...partition }) => ({
              ...partition,
              isWritten: highWatermark > 0,
              isLed: leaderEpoch > 0,
              voters: currentVoters.map(({ replicaId, replicaDirectoryId, logEndOffset, ...times }) => ({
                replicaId,
                replicaDirectoryId,
                isWritten: logEndOffset > 0,
                ...times,
              })),
            })),
          })),
        }),
      },
    );
  for (const version of [0, 1, 2]) await quorum('quorum', version, '__cluster_metadata');
  await quorum('of another topic', 2, 'nope');
  await quorum('of another partition', 2, '__cluster_metadata', 1);
  await t.ask('of nothing', describeQuorumApi, 2, createDescribeQuorumRequest());
}

export async function securityScript(t: Transcript): Promise<void> {
  await acls(t);
  await quotas(t);
  await scramUsers(t);
  await features(t);
  await cluster(t);
}
