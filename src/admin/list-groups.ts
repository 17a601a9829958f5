import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import { createListGroupsRequest, type ListGroupsResponse, listGroupsApi } from '../protocol/generated/list-groups.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askBrokers } from './ask-brokers.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';
import { camelCased, checkWord, hyphenated } from './kafka-words.ts';

/** Types of groups, as brokers name them in lower case. */
export type GroupType = 'classic' | 'consumer' | 'share' | 'streams' | (string & {});

/** States of groups, as brokers name them in lower case with hyphens: `stable`, `empty`, `preparing-rebalance`, `dead`, ... */
export type GroupState =
  | 'stable'
  | 'empty'
  | 'dead'
  | 'preparing-rebalance'
  | 'completing-rebalance'
  | 'assigning'
  | 'reconciling'
  | 'not-ready'
  | (string & {});

/** A group, as its coordinator lists it. */
export interface ListedGroup {
  readonly groupId: string;
  /** `consumer` for groups that read topics; others use the protocol for their own ends. */
  readonly protocolType: string;
  /** undefined where the broker does not tell (before 2.6). */
  readonly state: GroupState | undefined;
  /** undefined where the broker does not tell (before 3.8): then it is a classic one. */
  readonly type: GroupType | undefined;
  /** The broker that coordinates it. */
  readonly coordinatorId: number;
}

export interface ListGroupsOptions extends CallOptions {
  /** Only groups in these states (KIP-518); from Kafka 2.6 on. Default: all. */
  readonly states?: readonly GroupState[] | undefined;
  /** Only groups of these types (KIP-848); from Kafka 3.8 on. Default: all. */
  readonly types?: readonly GroupType[] | undefined;
}

/** What all brokers listed, and which of them could not be asked. */
export interface ListGroupsResult {
  readonly groups: readonly ListedGroup[];
  /** Groups of these brokers are missing from the list. */
  readonly errors: readonly { readonly brokerId: number; readonly error: KafkaError }[];
}

/** Lists the groups of every broker. */
export async function listGroups(cluster: Cluster, options: ListGroupsOptions = {}): Promise<ListGroupsResult> {
  const states = (options.states ?? []).map((state, index) => camelCased(`states[${index}]`, state));
  const types = (options.types ?? []).map((type, index) => checkWord(`types[${index}]`, type));
  const build = (version: number) => {
    if (states.length > 0) needsVersion(listGroupsApi, version, 4, 'states');
    if (types.length > 0) needsVersion(listGroupsApi, version, 5, 'types');
    return createListGroupsRequest({ statesFilter: states, typesFilter: types });
  };
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askBrokers(
    cluster,
    'list groups',
    undefined,
    async (nodeId): Promise<ListGroupsResponse | KafkaError> => {
      const response = await cluster.sendTo(nodeId, listGroupsApi, build, call);
      const what = `list groups of broker ${nodeId}`;
      return brokerError(response.errorCode, what, { api: 'ListGroups' }) ?? response;
    },
    options,
  );
  const groups: ListedGroup[] = [];
  const errors: { brokerId: number; error: KafkaError }[] = [];
  for (const [coordinatorId, answer] of settled) {
    if (KafkaError.is(answer)) errors.push({ brokerId: coordinatorId, error: answer });
    else {
      for (const { groupId, protocolType, groupState, groupType } of answer.groups) {
        const type = groupType === '' ? undefined : groupType.toLowerCase();
        groups.push({ groupId, protocolType, state: stateOf(groupState), type, coordinatorId });
      }
    }
  }
  return { groups, errors };
}

/** The state by our words; undefined where there is none. */
export function stateOf(name: string): GroupState | undefined {
  return name === '' ? undefined : hyphenated(name);
}
