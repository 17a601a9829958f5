// Configs of topics, brokers, groups and client metrics: listed, changed one by one and as a whole; right and wrong.
import { alterConfigsApi, createAlterConfigsRequest } from '../../../src/protocol/generated/alter-configs.ts';
import {
  createDescribeConfigsRequest,
  type DescribeConfigsResponse,
  describeConfigsApi,
} from '../../../src/protocol/generated/describe-configs.ts';
import {
  createIncrementalAlterConfigsRequest,
  incrementalAlterConfigsApi,
} from '../../../src/protocol/generated/incremental-alter-configs.ts';
import {
  createListConfigResourcesRequest,
  listConfigResourcesApi,
} from '../../../src/protocol/generated/list-config-resources.ts';
import type { Transcript } from './transcript.ts';

const Type = { topic: 2, broker: 4, logger: 8, metrics: 16, group: 32 } as const;
const Op = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

/** In the order of names, without what Kafka's authors wrote about each. */
function sorted({ results }: DescribeConfigsResponse): unknown {
  return results.map(({ configs, ...rest }) => ({
    ...rest,
    configs: [...configs]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ documentation, ...config }) =>
        // The launcher sets this one for all brokers.
        config.name === 'retention.ms' || config.name === 'log.retention.ms' ? config.name : config,
      ),
  }));
}

type Resource = readonly [type: number, name: string, keys?: readonly string[] | null];

function describe(t: Transcript, what: string, version: number, resources: readonly Resource[], synonyms = true) {
  const request = createDescribeConfigsRequest({
    resources: resources.map(([resourceType, resourceName, configurationKeys = null]) => ({
      resourceType,
      resourceName,
      configurationKeys,
    })),
    includeSynonyms: synonyms,
  });
  return t.ask(what, describeConfigsApi, version, request, { show: sorted });
}

type Change = readonly [name: string, op: number, value: string | null];

function change(
  t: Transcript,
  what: string,
  [resourceType, resourceName]: Resource,
  changes: readonly Change[],
  { version = 1, validateOnly = false } = {},
) {
  const configs = changes.map(([name, configOperation, value]) => ({ name, configOperation, value }));
  const request = createIncrementalAlterConfigsRequest({
    resources: [{ resourceType, resourceName, configs }],
    validateOnly,
  });
  return t.ask(what, incrementalAlterConfigsApi, version, request);
}

function replace(
  t: Transcript,
  what: string,
  [resourceType, resourceName]: Resource,
  all: Readonly<Record<string, string | null>>,
  { version = 2, validateOnly = false } = {},
) {
  const configs = Object.entries(all).map(([name, value]) => ({ name, value }));
  const request = createAlterConfigsRequest({ resources: [{ resourceType, resourceName, configs }], validateOnly });
  return t.ask(what, alterConfigsApi, version, request);
}

/** A controller answers before its brokers have heard. */
async function seen(t: Transcript, [resourceType, resourceName]: Resource, name: string, value: string): Promise<void> {
  const resources = [{ resourceType, resourceName, configurationKeys: [name] }];
  await t.until(async () => {
    const answer = await t.quietly(describeConfigsApi, 4, createDescribeConfigsRequest({ resources }));
    return answer?.results[0]?.configs[0]?.value === value;
  });
}

async function ofTopics(t: Transcript): Promise<void> {
  const name = `${t.prefix}-configured`;
  await t.createTopic(name, 1, { 'max.message.bytes': '2000' });
  const topic = [Type.topic, name] as const;
  for (const version of [1, 2, 3, 4]) await describe(t, 'all', version, [topic]);
  await describe(t, 'without synonyms', 4, [topic], false);
  await describe(t, 'some', 4, [[...topic, ['cleanup.policy', 'max.message.bytes', 'nope']]]);
  await describe(t, 'none', 4, [[...topic, []]]);
  await describe(t, 'missing', 4, [
    [Type.topic, `${t.prefix}-no`],
    [Type.topic, 'a b'],
    [Type.topic, ''],
  ]);
  for (const version of [0, 1]) {
    await change(t, 'set', topic, [['segment.ms', Op.set, `${60_000 + version}`]], { version });
  }
  await change(t, 'only checked', topic, [['segment.ms', Op.set, '5']], { validateOnly: true });
  await change(t, 'set and delete', topic, [
    ['max.message.bytes', Op.delete, null],
    ['cleanup.policy', Op.append, 'compact'],
    ['retention.bytes', Op.set, ' 100000 '],
  ]);
  await seen(t, topic, 'retention.bytes', '100000');
  await describe(t, 'after that', 4, [topic]);
  await change(t, 'take away', topic, [['cleanup.policy', Op.subtract, 'delete']]);
  await seen(t, topic, 'cleanup.policy', 'compact');
  await change(t, 'add what is there', topic, [['cleanup.policy', Op.append, 'compact']]);
  await change(t, 'delete what is not there', topic, [['flush.ms', Op.delete, null]]);
  await change(t, 'append to a number', topic, [['flush.ms', Op.append, '1']]);
  await change(t, 'subtract from a number', topic, [['flush.ms', Op.subtract, '1']]);
  await change(t, 'an unknown name', topic, [['nope', Op.set, '1']]);
  await change(t, 'delete an unknown name', topic, [['nope', Op.delete, null]]);
  await change(t, 'a wrong value', topic, [['segment.ms', Op.set, 'x']]);
  await change(t, 'a wrong list', topic, [['cleanup.policy', Op.append, 'nope']]);
  await change(t, 'null', topic, [['segment.ms', Op.set, null]]);
  await change(t, 'append null', topic, [['cleanup.policy', Op.append, null]]);
  await change(t, 'an unknown operation', topic, [['segment.ms', 9, '1']]);
  await change(t, 'nothing', topic, []);
  await change(t, 'one wrong of two', topic, [
    ['segment.ms', Op.set, '70000'],
    ['flush.ms', Op.set, 'x'],
  ]);
  await change(t, 'a missing topic', [Type.topic, `${t.prefix}-no`], [['segment.ms', Op.set, '1']]);
  await change(t, 'a name that is none', [Type.topic, 'a b'], [['segment.ms', Op.set, '1']]);
  await change(t, 'no name', [Type.topic, ''], [['segment.ms', Op.set, '1']]);
  await change(t, 'an unknown type', [99, 'x'], [['segment.ms', Op.set, '1']]);
  await t.ask(
    'a resource twice',
    incrementalAlterConfigsApi,
    1,
    createIncrementalAlterConfigsRequest({
      resources: ['1', '2'].map((value) => ({
        resourceType: Type.topic,
        resourceName: name,
        configs: [{ name: 'flush.ms', configOperation: Op.set, value }],
      })),
    }),
  );
  for (const version of [0, 1, 2])
    await replace(t, 'as a whole', topic, { 'flush.ms': `${100 + version}` }, { version });
  await seen(t, topic, 'flush.ms', '102');
  await describe(t, 'after that', 4, [topic]);
  await replace(t, 'only checked', topic, { 'flush.ms': '9' }, { validateOnly: true });
  await replace(t, 'a wrong value', topic, { 'flush.ms': 'x' });
  await replace(t, 'an unknown name', topic, { nope: '1' });
  await replace(t, 'null', topic, { 'flush.ms': null });
  await replace(t, 'a missing topic', [Type.topic, `${t.prefix}-no`], { 'flush.ms': '1' });
  await replace(t, 'an unknown type', [99, 'x'], { 'flush.ms': '1' });
  await replace(t, 'nothing', topic, {});
  await seen(t, topic, 'flush.ms', '9223372036854775807');
  await describe(t, 'as new', 4, [topic]);
}

async function ofGroups(t: Transcript): Promise<void> {
  const group = [Type.group, `${t.prefix}-group`] as const;
  const keys = [
    'consumer.session.timeout.ms',
    // These two both brokers were started with.
    'consumer.heartbeat.interval.ms',
    'consumer.assignment.interval.ms',
    'share.auto.offset.reset',
    'streams.num.standby.replicas',
    'nope',
  ];
  await describe(t, 'group', 4, [[...group, keys]]);
  await describe(t, 'no group', 4, [[Type.group, '']]);
  await change(t, 'set', group, [['consumer.session.timeout.ms', Op.set, '50000']]);
  await seen(t, group, 'consumer.session.timeout.ms', '50000');
  await describe(t, 'after that', 4, [[...group, keys]]);
  await change(t, 'an unknown name', group, [['nope', Op.set, '1']]);
  await change(t, 'a wrong value', group, [['share.auto.offset.reset', Op.set, 'x']]);
  // Not the consumers': test brokers allow them shorter sessions.
  await change(t, 'too short', group, [['share.session.timeout.ms', Op.set, '1']]);
  await change(t, 'too long', group, [['share.session.timeout.ms', Op.set, '90000']]);
  await change(t, 'no group', [Type.group, ''], [['consumer.session.timeout.ms', Op.set, '50000']]);
  await replace(t, 'as a whole', group, { 'share.auto.offset.reset': 'earliest' });
  await seen(t, group, 'share.auto.offset.reset', 'earliest');
  await describe(t, 'after that', 4, [[...group, keys]]);
  await replace(t, 'away', group, {});
}

async function ofClientMetrics(t: Transcript): Promise<void> {
  const metrics = [Type.metrics, `${t.prefix}-metrics`] as const;
  await describe(t, 'metrics', 4, [metrics]);
  await change(t, 'set', metrics, [
    ['interval.ms', Op.set, '1000'],
    ['metrics', Op.set, 'org.apache.kafka.'],
  ]);
  await seen(t, metrics, 'interval.ms', '1000');
  await describe(t, 'after that', 4, [metrics]);
  await change(t, 'an unknown name', metrics, [['nope', Op.set, '1']]);
  await change(t, 'too short', metrics, [['interval.ms', Op.set, '1']]);
  await change(t, 'no name', [Type.metrics, ''], [['interval.ms', Op.set, '1000']]);
  const list = (version: number, resourceTypes: readonly number[] = []) =>
    t.ask('listed', listConfigResourcesApi, version, createListConfigResourcesRequest({ resourceTypes }), {
      show: ({ errorCode, configResources }) => [
        errorCode,
        configResources.filter(({ resourceName }) => resourceName.startsWith(t.prefix)),
      ],
    });
  await list(0);
  await list(1, [Type.metrics]);
  await list(1, [Type.topic]);
  await list(1, [99]);
  await change(t, 'away', metrics, [
    ['interval.ms', Op.delete, null],
    ['metrics', Op.delete, null],
  ]);
  await seen(t, metrics, 'interval.ms', '300000');
  await list(1, [Type.metrics]);
}

async function ofBrokers(t: Transcript): Promise<void> {
  const broker = [Type.broker, '1'] as const;
  const all = [Type.broker, ''] as const;
  const keys = ['message.max.bytes', 'log.flush.interval.messages', 'broker.id', 'auto.create.topics.enable', 'nope'];
  await describe(t, 'broker', 4, [[...broker, keys]]);
  await describe(t, 'of all brokers', 4, [[...all, keys]]);
  await describe(t, 'others', 4, [
    [Type.broker, '7'],
    [Type.broker, 'x'],
    [99, 'x'],
  ]);
  const topic = [Type.topic, `${t.prefix}-configured`, ['flush.messages']] as const;
  await change(t, 'set for all', all, [['log.flush.interval.messages', Op.set, '777']]);
  await seen(t, broker, 'log.flush.interval.messages', '777');
  await describe(t, 'after that', 4, [[...broker, keys], [...all, keys], topic]);
  await change(t, 'set for one', broker, [['log.flush.interval.messages', Op.set, '888']]);
  await seen(t, broker, 'log.flush.interval.messages', '888');
  await describe(t, 'after that', 4, [[...broker, keys], [...all, keys], topic]);
  await change(t, 'read only', broker, [['auto.create.topics.enable', Op.set, 'true']]);
  await change(t, 'a wrong value', broker, [['message.max.bytes', Op.set, 'x']]);
  await change(t, 'another broker', [Type.broker, '7'], [['message.max.bytes', Op.set, '1000']]);
  await change(t, 'no broker', [Type.broker, 'x'], [['message.max.bytes', Op.set, '1000']]);
  for (const resource of [broker, all]) {
    await change(t, 'away', resource, [['log.flush.interval.messages', Op.delete, null]]);
  }
  await seen(t, broker, 'log.flush.interval.messages', '9223372036854775807');
  await describe(t, 'as before', 4, [[...broker, keys], [...all, keys], topic]);
}

export async function configsScript(t: Transcript): Promise<void> {
  await ofTopics(t);
  await ofGroups(t);
  await ofClientMetrics(t);
  await ofBrokers(t);
}
