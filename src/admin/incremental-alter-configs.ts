import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { booleanOption, choiceOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createAlterableConfig,
  createAlterConfigsResource,
  createIncrementalAlterConfigsRequest,
  type IncrementalAlterConfigsResponse,
  incrementalAlterConfigsApi,
} from '../protocol/generated/incremental-alter-configs.ts';
import { askConfigOwners, type ConfigResource, checkResource, configTypeCode } from './config-resource.ts';
import { errorOf } from './in-rounds.ts';

/** Java's `AlterConfigOp.OpType`, by its number. */
const OPERATIONS = ['set', 'delete', 'append', 'subtract'] as const;

/** One change of one setting. `append` and `subtract` are for lists; `delete` goes back to the default. */
export type ConfigChange =
  | { readonly name: string; readonly operation?: 'set' | undefined; readonly value: string }
  | { readonly name: string; readonly operation: 'append' | 'subtract'; readonly value: string }
  | { readonly name: string; readonly operation: 'delete'; readonly value?: never };

/** Changes of one resource; what is not named stays as it is. */
export interface ConfigChanges extends ConfigResource {
  readonly changes: readonly ConfigChange[];
}

/** What became of one resource. */
export interface ConfigChangeResult extends ConfigResource {
  readonly error: KafkaError | undefined;
}

export interface AlterConfigsOptions extends CallOptions {
  /** Only check the changes. Default false. */
  readonly validateOnly?: boolean | undefined;
}

/** Changes single settings (KIP-339). A resource changes as a whole or not at all. One result per resource, in order. */
export async function incrementalAlterConfigs(
  cluster: Cluster,
  resources: readonly ConfigChanges[],
  options: AlterConfigsOptions = {},
): Promise<readonly ConfigChangeResult[]> {
  const validateOnly = booleanOption('validateOnly', options.validateOnly, false);
  const checked = resources.map((resource, index) => checkChanges(`resources[${index}]`, resource));
  const settled = await askConfigOwners(
    cluster,
    'alter configs',
    checked,
    incrementalAlterConfigsApi,
    (group) =>
      createIncrementalAlterConfigsRequest({
        resources: group.map(({ type, name, changes }) =>
          createAlterConfigsResource({
            resourceType: configTypeCode(type),
            resourceName: name,
            configs: changes.map((change) =>
              createAlterableConfig({
                name: change.name,
                configOperation: OPERATIONS.indexOf(change.operation ?? 'set'),
                value: change.value ?? null,
              }),
            ),
          }),
        ),
        validateOnly,
      }),
    readResponses,
    options,
  );
  return [...settled].map(([{ type, name }, answer]) => ({ type, name, error: errorOf(answer) }));
}

function checkChanges(at: string, resource: ConfigChanges): ConfigChanges {
  checkResource(at, resource);
  if (!Array.isArray(resource.changes)) throw configError(`${at}.changes`, resource.changes, 'a list of changes');
  for (const [index, { name, operation, value }] of resource.changes.entries()) {
    const path = `${at}.changes[${index}]`;
    if (typeof name !== 'string' || name === '') throw configError(`${path}.name`, name, "a setting's name");
    choiceOption(`${path}.operation`, operation, 'set', OPERATIONS);
    if (operation === 'delete' ? value !== undefined : typeof value !== 'string') {
      throw configError(`${path}.value`, value, operation === 'delete' ? 'nothing for delete' : 'a string');
    }
  }
  return resource;
}

function readResponses(
  { responses }: IncrementalAlterConfigsResponse,
  group: readonly ConfigChanges[],
): ReadonlyMap<ConfigChanges, true | KafkaError> {
  const found = new Map<ConfigChanges, true | KafkaError>();
  for (const resource of group) {
    const code = configTypeCode(resource.type);
    const result = responses.find((each) => each.resourceType === code && each.resourceName === resource.name);
    if (result === undefined) continue;
    const what = `alter configs of ${resource.type} ${resource.name}`;
    const place = { api: 'IncrementalAlterConfigs' };
    found.set(resource, brokerError(result.errorCode, what, place, result.errorMessage) ?? true);
  }
  return found;
}
