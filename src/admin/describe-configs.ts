import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createDescribeConfigsRequest,
  createDescribeConfigsResource,
  type DescribeConfigsResourceResult,
  type DescribeConfigsResponse,
  describeConfigsApi,
} from '../protocol/generated/describe-configs.ts';
import { askConfigOwners, type ConfigResource, checkResource, configTypeCode } from './config-resource.ts';
import { errorOf, resultOf } from './in-rounds.ts';

/** Where a value comes from, from the most special to the most general; a number where Kafka has a newer one. */
export type ConfigSource =
  | 'topic'
  | 'broker'
  | 'default-broker'
  | 'static-broker'
  | 'default'
  | 'broker-logger'
  | 'client-metrics'
  | 'group'
  | 'unknown'
  | number;

/** The type of a value, as Kafka documents it. */
export type ConfigValueType =
  | 'boolean'
  | 'string'
  | 'int'
  | 'short'
  | 'long'
  | 'double'
  | 'list'
  | 'class'
  | 'password'
  | 'unknown'
  | number;

const SOURCES = [
  'unknown',
  'topic',
  'broker',
  'default-broker',
  'static-broker',
  'default',
  'broker-logger',
  'client-metrics',
  'group',
] as const;
const VALUE_TYPES = [
  'unknown',
  'boolean',
  'string',
  'int',
  'short',
  'long',
  'double',
  'list',
  'class',
  'password',
] as const;

/** One setting. */
export interface ConfigEntry {
  readonly name: string;
  /** null for a sensitive value, which brokers do not tell, and for a setting without value. */
  readonly value: string | null;
  readonly source: ConfigSource;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
  readonly type: ConfigValueType;
  /** Only with `includeSynonyms`: where else the value is set, the one that counts first. */
  readonly synonyms: readonly { readonly name: string; readonly value: string | null; readonly source: ConfigSource }[];
  /** Only with `includeDocumentation`, from brokers 2.6 on; else null. */
  readonly documentation: string | null;
}

/** What to look up: all settings of a resource, or those named. */
export interface ConfigQuery extends ConfigResource {
  /** Default: all. */
  readonly names?: readonly string[] | undefined;
}

/** The settings of one resource; empty where `error` says why. */
export interface ConfigResult extends ConfigResource {
  readonly entries: readonly ConfigEntry[];
  readonly error: KafkaError | undefined;
}

export interface DescribeConfigsOptions extends CallOptions {
  /** Default false. */
  readonly includeSynonyms?: boolean | undefined;
  /** Default false. */
  readonly includeDocumentation?: boolean | undefined;
}

/**
 * Looks up settings of topics, brokers, loggers, groups and client metrics. A broker's own settings are asked of that
 * broker, everything else of any. One result per resource, in order.
 */
export async function describeConfigs(
  cluster: Cluster,
  resources: readonly ConfigQuery[],
  options: DescribeConfigsOptions = {},
): Promise<readonly ConfigResult[]> {
  const includeSynonyms = booleanOption('includeSynonyms', options.includeSynonyms, false);
  const includeDocumentation = booleanOption('includeDocumentation', options.includeDocumentation, false);
  const queries = resources.map((resource, index) => checkResource(`resources[${index}]`, resource));
  const settled = await askConfigOwners(
    cluster,
    'describe configs',
    queries,
    describeConfigsApi,
    (group, version) =>
      createDescribeConfigsRequest({
        resources: group.map(({ type, name, names }) =>
          createDescribeConfigsResource({
            resourceType: configTypeCode(type),
            resourceName: name,
            configurationKeys: names ?? null,
          }),
        ),
        includeSynonyms,
        // Older brokers have no documentation to give; what they can tell is told without it.
        includeDocumentation: includeDocumentation && version >= 3,
      }),
    readResults,
    options,
  );
  return [...settled].map(([{ type, name }, answer]) => ({
    type,
    name,
    entries: resultOf(answer) ?? [],
    error: errorOf(answer),
  }));
}

function readResults(
  { results }: DescribeConfigsResponse,
  group: readonly ConfigQuery[],
): ReadonlyMap<ConfigQuery, readonly ConfigEntry[] | KafkaError> {
  const found = new Map<ConfigQuery, readonly ConfigEntry[] | KafkaError>();
  for (const query of group) {
    const code = configTypeCode(query.type);
    const result = results.find(
      ({ resourceType, resourceName }) => resourceType === code && resourceName === query.name,
    );
    if (result === undefined) continue;
    const what = `describe configs of ${query.type} ${query.name}`;
    const error = brokerError(result.errorCode, what, { api: 'DescribeConfigs' }, result.errorMessage);
    found.set(query, error ?? result.configs.map(entryOf));
  }
  return found;
}

function entryOf(config: DescribeConfigsResourceResult): ConfigEntry {
  return {
    name: config.name,
    value: config.value,
    source: SOURCES[config.configSource] ?? config.configSource,
    isReadOnly: config.readOnly,
    isSensitive: config.isSensitive,
    type: VALUE_TYPES[config.configType] ?? config.configType,
    synonyms: config.synonyms.map(({ name, value, source }) => ({ name, value, source: SOURCES[source] ?? source })),
    // Empty where the version has no such field.
    documentation: config.documentation || null,
  };
}
