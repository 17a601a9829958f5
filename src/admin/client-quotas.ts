// Client quotas (KIP-546): limits of rates by user, client id or address.
import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  alterClientQuotasApi,
  createAlterClientQuotasRequest,
  createAlterClientQuotasRequestEntityData,
  createAlterClientQuotasRequestEntryData,
  createOpData,
} from '../protocol/generated/alter-client-quotas.ts';
import {
  createComponentData,
  createDescribeClientQuotasRequest,
  describeClientQuotasApi,
} from '../protocol/generated/describe-client-quotas.ts';
import { askAny } from './ask-any.ts';
import { askController } from './ask-controller.ts';

const ENTITY_TYPES = ['user', 'client-id', 'ip'] as const;

/** Whom a quota is for. Brokers may know further types. */
export type QuotaEntityType = (typeof ENTITY_TYPES)[number];

/** One or more of user, client id and address; `null` means the default of all that have none of their own. */
export type QuotaEntity = { readonly [Type in QuotaEntityType]?: string | null };

/** Limits by Kafka's names: `producer_byte_rate`, `consumer_byte_rate`, `request_percentage`, ... */
export interface ClientQuota {
  readonly entity: QuotaEntity;
  readonly quotas: ReadonlyMap<string, number>;
}

/** Which entities are meant: a name, `null` for the default, or `{ any: true }` for every entity of that type. */
export type QuotaFilter = { readonly [Type in QuotaEntityType]?: string | null | { readonly any: true } };

export interface DescribeClientQuotasOptions extends CallOptions {
  /** True: only entities that have exactly the types of the filter. Default false. */
  readonly strict?: boolean | undefined;
}

const MATCH = { exact: 0, default: 1, any: 2 } as const;

/** Lists the quotas that match; an empty filter matches all. From Kafka 2.6 on. */
export async function describeClientQuotas(
  cluster: Cluster,
  filter: QuotaFilter = {},
  options: DescribeClientQuotasOptions = {},
): Promise<readonly ClientQuota[]> {
  const strict = booleanOption('strict', options.strict, false);
  checkTypes('filter', filter);
  const components = ENTITY_TYPES.filter((type) => filter[type] !== undefined).map((entityType) => {
    const wanted = filter[entityType];
    if (wanted === null) return createComponentData({ entityType, matchType: MATCH.default, match: null });
    if (typeof wanted === 'string') return createComponentData({ entityType, matchType: MATCH.exact, match: wanted });
    if (wanted?.any !== true) throw configError(`filter.${entityType}`, wanted, 'a name, null, or { any: true }');
    return createComponentData({ entityType, matchType: MATCH.any, match: null });
  });
  const response = await askAny(
    cluster,
    'describe client quotas',
    describeClientQuotasApi,
    () => createDescribeClientQuotasRequest({ components, strict }),
    (answer) => answer,
    options,
  );
  return (response.entries ?? []).map(({ entity, values }) => ({
    entity: Object.fromEntries(entity.map(({ entityType, entityName }) => [entityType, entityName])),
    quotas: new Map(values.map(({ key, value }) => [key, value])),
  }));
}

/** Changes of one entity: a number sets a limit, `null` takes it away. */
export interface ClientQuotaChange {
  readonly entity: QuotaEntity;
  readonly changes: Readonly<Record<string, number | null>>;
}

/** What became of one entity. */
export interface ClientQuotaResult {
  readonly entity: QuotaEntity;
  readonly error: KafkaError | undefined;
}

export interface AlterClientQuotasOptions extends CallOptions {
  /** Only check the changes. Default false. */
  readonly validateOnly?: boolean | undefined;
}

/** Sets and removes limits, through the controller. One result per entity, in order. From Kafka 2.6 on. */
export async function alterClientQuotas(
  cluster: Cluster,
  changes: readonly ClientQuotaChange[],
  options: AlterClientQuotasOptions = {},
): Promise<readonly ClientQuotaResult[]> {
  const validateOnly = booleanOption('validateOnly', options.validateOnly, false);
  const entries = changes.map((change, index) => entryOf(`changes[${index}]`, change));
  const response = await askController(
    cluster,
    'alter client quotas',
    alterClientQuotasApi,
    () => createAlterClientQuotasRequest({ entries, validateOnly }),
    (answer) => answer.entries.map(({ errorCode }) => errorCode),
    options,
  );
  return changes.map(({ entity }) => {
    const answer = response.entries.find((each) => isSame(entity, each.entity));
    const what = `alter client quotas of ${JSON.stringify(entity)}`;
    return {
      entity,
      error: brokerError(answer?.errorCode ?? -1, what, { api: 'AlterClientQuotas' }, answer?.errorMessage),
    };
  });
}

function entryOf(
  at: string,
  { entity, changes }: ClientQuotaChange,
): ReturnType<typeof createAlterClientQuotasRequestEntryData> {
  checkTypes(`${at}.entity`, entity ?? {});
  if (Object.keys(entity ?? {}).length === 0) throw configError(`${at}.entity`, '{}', ENTITY_TYPES.join(', '));
  for (const [key, value] of Object.entries(changes ?? {})) {
    const fits = value === null || (typeof value === 'number' && Number.isFinite(value));
    if (!fits) throw configError(`${at}.changes.${key}`, value, 'a number, or null to take the limit away');
  }
  return createAlterClientQuotasRequestEntryData({
    entity: typesOf(entity).map((entityType) =>
      createAlterClientQuotasRequestEntityData({ entityType, entityName: entity[entityType] ?? null }),
    ),
    ops: Object.entries(changes).map(([key, value]) =>
      createOpData({ key, value: value ?? 0, remove: value === null }),
    ),
  });
}

function typesOf(entity: QuotaEntity): readonly QuotaEntityType[] {
  return ENTITY_TYPES.filter((type) => entity[type] !== undefined);
}

function isSame(
  entity: QuotaEntity,
  answer: readonly { readonly entityType: string; readonly entityName: string | null }[],
): boolean {
  const types = typesOf(entity);
  return (
    types.length === answer.length &&
    types.every((type) =>
      answer.some(({ entityType, entityName }) => entityType === type && entityName === entity[type]),
    )
  );
}

function checkTypes(at: string, given: object): void {
  for (const type of Object.keys(given)) {
    if (!(ENTITY_TYPES as readonly string[]).includes(type)) throw configError(at, type, ENTITY_TYPES.join(', '));
  }
}
