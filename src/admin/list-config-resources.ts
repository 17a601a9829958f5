import type { CallOptions } from '../base/abort.ts';
import { choiceOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import {
  createListConfigResourcesRequest,
  listConfigResourcesApi,
} from '../protocol/generated/list-config-resources.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askAny } from './ask-any.ts';
import { type ConfigResourceType, configTypeCode, configTypeOf, configTypes } from './config-resource.ts';

/** Something that has a configuration of its own. */
export interface ListedConfigResource {
  readonly type: ConfigResourceType | number;
  readonly name: string;
}

/**
 * Lists what has a configuration of its own (KIP-1142); without types every type. Brokers before 4.1 list client metrics
 * only (KIP-714), so `['client-metrics']` is what they can be asked for.
 */
export async function listConfigResources(
  cluster: Cluster,
  types: readonly ConfigResourceType[] | undefined,
  options: CallOptions = {},
): Promise<readonly ListedConfigResource[]> {
  const codes = types?.map((type, index) =>
    configTypeCode(choiceOption(`types[${index}]`, type, 'topic', configTypes)),
  );
  const onlyMetrics = types?.length === 1 && types[0] === 'client-metrics';
  const response = await askAny(
    cluster,
    'list config resources',
    listConfigResourcesApi,
    (version) => {
      if (!onlyMetrics) needsVersion(listConfigResourcesApi, version, 1, 'types other than client-metrics');
      return createListConfigResourcesRequest({ resourceTypes: version === 0 ? [] : (codes ?? []) });
    },
    (answer) => answer,
    options,
  );
  return response.configResources.map(({ resourceName, resourceType }) => ({
    type: configTypeOf(resourceType),
    name: resourceName,
  }));
}

/** Lists the names of client metrics resources (KIP-714). From Kafka 3.7 on. */
export async function listClientMetricsResources(
  cluster: Cluster,
  options: CallOptions = {},
): Promise<readonly string[]> {
  const resources = await listConfigResources(cluster, ['client-metrics'], options);
  return resources.map(({ name }) => name);
}
