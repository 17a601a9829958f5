import { configError, type KafkaError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  alterConfigsApi,
  createAlterableConfig,
  createAlterConfigsRequest,
  createAlterConfigsResource,
} from '../protocol/generated/alter-configs.ts';
import { askConfigOwners, type ConfigResource, checkResource, configTypeCode } from './config-resource.ts';
import { errorOf } from './in-rounds.ts';
import type { AlterConfigsOptions, ConfigChangeResult } from './incremental-alter-configs.ts';

/** All settings of a resource: what is not named goes back to its default. */
export interface ConfigReplacement extends ConfigResource {
  readonly configs: Readonly<Record<string, string>>;
}

/**
 * Replaces all settings of resources at once (the API from before KIP-339, which brokers still answer). Prefer
 * `incrementalAlterConfigs`: this one takes away what it does not name. One result per resource, in order.
 */
export async function alterConfigs(
  cluster: Cluster,
  resources: readonly ConfigReplacement[],
  options: AlterConfigsOptions = {},
): Promise<readonly ConfigChangeResult[]> {
  const validateOnly = booleanOption('validateOnly', options.validateOnly, false);
  const checked = resources.map((resource, index) => {
    const at = `resources[${index}]`;
    for (const [name, value] of Object.entries(resource?.configs ?? {})) {
      if (typeof value !== 'string') throw configError(`${at}.configs.${name}`, value, 'a string');
    }
    return checkResource(at, resource);
  });
  const settled = await askConfigOwners(
    cluster,
    'alter configs',
    checked,
    alterConfigsApi,
    (group) =>
      createAlterConfigsRequest({
        resources: group.map(({ type, name, configs }) =>
          createAlterConfigsResource({
            resourceType: configTypeCode(type),
            resourceName: name,
            configs: Object.entries(configs).map(([key, value]) => createAlterableConfig({ name: key, value })),
          }),
        ),
        validateOnly,
      }),
    ({ responses }, group) => {
      const found = new Map<ConfigReplacement, true | KafkaError>();
      for (const resource of group) {
        const code = configTypeCode(resource.type);
        const result = responses.find((each) => each.resourceType === code && each.resourceName === resource.name);
        if (result === undefined) continue;
        const what = `alter configs of ${resource.type} ${resource.name}`;
        found.set(resource, brokerError(result.errorCode, what, { api: 'AlterConfigs' }, result.errorMessage) ?? true);
      }
      return found;
    },
    options,
  );
  return [...settled].map(([{ type, name }, answer]) => ({ type, name, error: errorOf(answer) }));
}
