// Requests that a user makes by hand, sent by a Client. Owns: which broker they go to. One attempt each.
import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { nameOption, topicOption } from '../base/options.ts';
import type { Cluster, SendOptions } from '../cluster/cluster.ts';
import type { AnyApi, Api, Route } from '../protocol/api.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { loadApi } from '../protocol/registry.ts';
import { expectResponseOption } from './conn-request.ts';

/**
 * Where a request goes: a broker by its id, the leader of a partition, the coordinator of a group, of a transactional id or
 * of a share group's partition (KIP-932), the controller, or anyone.
 */
export type SendTarget =
  | 'any'
  | 'controller'
  | { readonly broker: number }
  | { readonly group: string }
  | { readonly transactionalId: string }
  | { readonly shareGroup: string; readonly topicId: string; readonly partition: number }
  | { readonly topic: string; readonly partition: number };

/** How a request made by hand is sent. */
export interface ClientSendOptions extends CallOptions {
  /** @default where the API belongs, if that is 'any' or 'controller'; for all others it has to be said */
  readonly to?: SendTarget | undefined;
  /** Newest version to use. @default the newest stable one that both sides speak, at most what the client's says */
  readonly maxVersion?: number | undefined;
  /** False: resolves with undefined once written. For what brokers do not answer, Produce with acks 0. @default true */
  readonly expectResponse?: boolean | undefined;
}

const NEEDED: Readonly<Record<Exclude<Route, 'any' | 'controller'>, string>> = {
  node: '{ broker }',
  leader: '{ topic, partition }',
  'group-coordinator': '{ group }',
  'transaction-coordinator': '{ transactionalId }',
  'share-coordinator': '{ shareGroup, topicId, partition }',
};

/** Sends a request once. `api` is an entry, or the name or key of one, which is loaded then. */
export async function sendInCluster(
  cluster: Cluster,
  which: AnyApi | string | number,
  request: unknown,
  options: ClientSendOptions,
): Promise<unknown> {
  const entry = typeof which === 'object' ? which : await loadApi(which);
  const api = entry as unknown as Api<unknown, unknown>;
  const to = targetOf(api, options.to);
  const expectResponse = expectResponseOption(options.expectResponse, api as unknown as AnyApi, request);
  const { signal, maxVersion, timeoutMs = cluster.requestTimeoutMs } = options;
  const deadline = cluster.clock.monotonic() + timeoutMs;
  const left = (): SendOptions => {
    const remainingMs = Math.max(1, deadline - cluster.clock.monotonic());
    // What is asked by hand may wait long at the broker: it holds up nothing of the client's own there.
    return { signal, timeoutMs: remainingMs, maxVersion, expectResponse, lane: 'slow' };
  };
  await cluster.start(left());
  const build = (): unknown => request;
  if (to === 'any') return cluster.sendToAny(api, build, left());
  if (to === 'controller') return cluster.sendToController(api, build, left());
  if ('broker' in to) return cluster.sendTo(to.broker, api, build, left());
  if ('group' in to) return cluster.sendToCoordinator('group', to.group, api, build, left());
  if ('transactionalId' in to) {
    return cluster.sendToCoordinator('transaction', to.transactionalId, api, build, left());
  }
  if ('shareGroup' in to) return cluster.sendTo(await shareCoordinator(cluster, to, left()), api, build, left());
  return cluster.sendTo(await leaderOf(cluster, to.topic, to.partition, left()), api, build, left());
}

function targetOf(api: AnyApi | Api<unknown, unknown>, to: SendTarget | undefined): SendTarget {
  if (to === undefined) {
    if (api.route === 'any' || api.route === 'controller') return api.route;
    throw configError('to', to, `${NEEDED[api.route]} for ${api.name}`);
  }
  if (to === 'any' || to === 'controller') return to;
  const given = typeof to === 'object' && to !== null ? (to as Readonly<Record<string, unknown>>) : {};
  const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  if ('broker' in given && isIndex(given['broker'])) return to;
  if ('group' in given) return { group: nameOption('to.group', given['group'] as string) };
  if ('transactionalId' in given) {
    return { transactionalId: nameOption('to.transactionalId', given['transactionalId'] as string) };
  }
  if ('shareGroup' in given && isIndex(given['partition'])) {
    const shareGroup = nameOption('to.shareGroup', given['shareGroup'] as string);
    const topicId = nameOption('to.topicId', given['topicId'] as string);
    return { shareGroup, topicId, partition: given['partition'] as number };
  }
  if ('topic' in given && isIndex(given['partition'])) {
    return { topic: topicOption('to.topic', given['topic'] as string), partition: given['partition'] as number };
  }
  const accepts =
    "'any', 'controller', { broker }, { group }, { transactionalId }, { shareGroup, topicId, partition } or { topic, partition }";
  throw configError('to', JSON.stringify(to), accepts);
}

/** Looked up anew each time: nothing else in this client speaks to share coordinators. */
async function shareCoordinator(
  cluster: Cluster,
  { shareGroup, topicId, partition }: { shareGroup: string; topicId: string; partition: number },
  call: CallOptions,
): Promise<number> {
  const { findCoordinators } = await import('../admin/find-coordinators.ts');
  const [found] = await findCoordinators(cluster, 'share', [`${shareGroup}:${topicId}:${partition}`], call);
  const { brokerId, host, port, error } = found!;
  if (error !== undefined) throw error;
  cluster.metadata.learnBroker({ id: brokerId!, host: host!, port: port!, rack: null });
  return brokerId!;
}

async function leaderOf(cluster: Cluster, topic: string, partition: number, call: CallOptions): Promise<number> {
  const { partitions } = await cluster.metadata.topic(topic, call);
  const leader = cluster.metadata.leader(topic, partition);
  if (leader !== undefined && leader.id >= 0) return leader.id;
  const code = partition < partitions.length ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  throw new BrokerError(code, `find the leader of ${topic}[${partition}]`, { topic, partition });
}
