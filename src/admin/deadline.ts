// One limit for an operation of several steps.
import type { CallOptions } from '../base/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';

/** Gives each step what is left of the time that the whole operation has; at least a millisecond, so that it can say what it was. */
export function withinLimit(cluster: Pick<Cluster, 'clock'>, options: CallOptions): () => Required<CallOptions> {
  const deadline = cluster.clock.monotonic() + (options.timeoutMs ?? ADMIN_TIMEOUT_MS);
  return () => ({ signal: options.signal, timeoutMs: Math.max(1, deadline - cluster.clock.monotonic()) });
}
