// What transactions need of a cluster beyond what producing needs. `Cluster` of cluster/ has this shape.
import type { CallOptions } from '../../base/abort.ts';
import type { Api, ApiInfo } from '../../protocol/api.ts';
import type { ProduceCluster } from '../cluster-port.ts';

export interface TransactionCluster extends ProduceCluster {
  /** One attempt at the coordinator of a group or a transactional id. Error codes inside the response are the caller's. */
  sendToCoordinator<Q, S>(
    kind: 'group' | 'transaction',
    key: string,
    api: Api<Q, S>,
    build: (version: number) => Q,
    options?: CallOptions & { readonly maxVersion?: number | undefined },
  ): Promise<S>;
  forgetCoordinator(kind: 'group' | 'transaction', key: string): void;
  /** The level at which the cluster has finalized a feature; 0 where it has not. */
  finalizedLevel(feature: string): number;
  /** The newest version of an API that this client may use. */
  newestVersion(api: Pick<ApiInfo, 'name' | 'maxStableVersion'>): number;
}
