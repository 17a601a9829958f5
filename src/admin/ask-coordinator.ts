// One request about one group or transactional id, asked of its coordinator wherever that moves.
import type { CallOptions } from '../base/abort.ts';
import type { Cluster, CoordinatorKind } from '../cluster/cluster.ts';
import type { Api } from '../protocol/api.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ADMIN_TIMEOUT_MS, isPassing } from './in-rounds.ts';

/** Who is asked about. */
export interface CoordinatedKey {
  readonly kind: CoordinatorKind;
  readonly key: string;
}

/**
 * Asks until the answer holds no error that passes (the coordinator moved or is still loading), or the time is up.
 * `codesOf` names every error code in an answer. Other errors are the caller's to read.
 */
export async function askCoordinator<Request, Response>(
  cluster: Pick<Cluster, 'start' | 'retry' | 'sendToCoordinator'>,
  what: string,
  { kind, key }: CoordinatedKey,
  api: Api<Request, Response>,
  build: (version: number) => Request,
  codesOf: (response: Response) => Iterable<number>,
  options: CallOptions & { readonly maxVersion?: number | undefined } = {},
): Promise<Response> {
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  await cluster.start(call);
  const attempt = async (): Promise<Response> => {
    const limits = { ...call, maxVersion: options.maxVersion };
    const response = await cluster.sendToCoordinator(kind, key, api, build, limits);
    for (const code of codesOf(response)) {
      if (code === 0) continue;
      const error = new BrokerError(code, what, { api: api.name });
      if (isPassing(error)) throw error;
    }
    return response;
  };
  return cluster.retry(what, attempt, { ...call, coordinator: { kind, key } });
}
