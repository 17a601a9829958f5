// One request that only the controller can serve, sent again when it has moved.
import type { CallOptions } from '../base/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Api } from '../protocol/api.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { ADMIN_TIMEOUT_MS, wireTimeout } from './in-rounds.ts';

/** Errors of a whole request that pass: the controller moved, or is only just being elected. */
const PASSING: ReadonlySet<number> = new Set([
  ErrorCode.NOT_CONTROLLER,
  ErrorCode.BROKER_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
]);

/**
 * Asks the controller until it answers as the controller, or the time is up. `codesOf` names every error code in an
 * answer at which NOT_CONTROLLER can stand. `build` gets the version and the milliseconds left, for requests that tell
 * the broker how long it may take.
 */
export async function askController<Request, Response>(
  cluster: Pick<Cluster, 'start' | 'retry' | 'sendToController' | 'clock'>,
  what: string,
  api: Api<Request, Response>,
  build: (version: number, timeoutMs: number) => Request,
  codesOf: (response: Response) => Iterable<number>,
  options: CallOptions = {},
): Promise<Response> {
  const { signal, timeoutMs = ADMIN_TIMEOUT_MS } = options;
  const deadline = cluster.clock.monotonic() + timeoutMs;
  await cluster.start({ signal, timeoutMs });
  const attempt = async (): Promise<Response> => {
    const left = wireTimeout(deadline - cluster.clock.monotonic());
    const call = { signal, timeoutMs: left, lane: 'slow' } as const;
    const response = await cluster.sendToController(api, (version) => build(version, left), call);
    for (const code of codesOf(response)) {
      if (PASSING.has(code)) throw new BrokerError(code, what, { api: api.name });
    }
    return response;
  };
  return cluster.retry(what, attempt, { signal, timeoutMs });
}
