import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createFindCoordinatorRequest,
  type FindCoordinatorResponse,
  findCoordinatorApi,
} from '../protocol/generated/find-coordinator.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { ADMIN_TIMEOUT_MS, errorOf, inRounds, resultOf, type Settled } from './in-rounds.ts';

const KEY_TYPES = { group: 0, transaction: 1, share: 2 } as const;

/** What is coordinated: a group by its id, a transactional id, or (from Kafka 4.1 on) a share partition by `group:topicId:partition`. */
export type CoordinatedKind = keyof typeof KEY_TYPES;

/** Who coordinates one key. */
export interface FoundCoordinator {
  readonly key: string;
  /** undefined where `error` says why. */
  readonly brokerId: number | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly error: KafkaError | undefined;
}

interface Place {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/** The version that asks for several keys at once (KIP-699). */
const BATCHED_VERSION = 4;
/** The version that knows share partitions (KIP-932). */
const SHARE_VERSION = 6;

/** Looks the coordinators of keys up anew, in one request where the broker can. One result per key, in order. */
export async function findCoordinators(
  cluster: Cluster,
  kind: CoordinatedKind,
  keys: readonly string[],
  options: CallOptions = {},
): Promise<readonly FoundCoordinator[]> {
  if (!Object.hasOwn(KEY_TYPES, kind)) throw configError('kind', kind, Object.keys(KEY_TYPES).join(', '));
  keys.forEach((key, index) => {
    if (typeof key !== 'string') throw configError(`keys[${index}]`, key, 'text');
  });
  const keyType = KEY_TYPES[kind];
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const what = `find ${kind} coordinators`;
  const ask = async (left: readonly string[]): Promise<Settled<string, Place>> => {
    let used = 0;
    const response = await cluster.sendToAny(
      findCoordinatorApi,
      (version) => {
        if (kind === 'share') needsVersion(findCoordinatorApi, version, SHARE_VERSION, 'a share coordinator');
        used = version;
        if (version >= BATCHED_VERSION) return createFindCoordinatorRequest({ keyType, coordinatorKeys: left });
        return createFindCoordinatorRequest({ keyType, key: left[0] as string });
      },
      call,
    );
    if (used >= BATCHED_VERSION) return new Map(left.map((key) => [key, placeOf(response, key)]));
    const [first, ...others] = left as [string, ...string[]];
    const rest = others.length === 0 ? new Map<string, Place | KafkaError>() : await ask(others);
    return new Map([[first, placeOf(response, first)], ...rest]);
  };
  const settled = await inRounds(cluster, what, keys, ask, call);
  return keys.map((key) => {
    const answer = settled.get(key);
    const { nodeId, host, port } = resultOf(answer) ?? {};
    return { key, brokerId: nodeId, host, port, error: errorOf(answer) };
  });
}

function placeOf(response: FindCoordinatorResponse, key: string): Place | KafkaError {
  const answer = response.coordinators.find((each) => each.key === key) ?? response;
  const place = { api: 'FindCoordinator' };
  return brokerError(answer.errorCode, `find the coordinator of ${key}`, place, answer.errorMessage) ?? answer;
}
