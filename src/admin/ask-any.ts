// One request that any broker can serve, sent again to another where that can help.
import type { CallOptions } from '../base/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Api } from '../protocol/api.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';

/** Where most answers say that they failed as a whole. */
export interface WholeFailure {
  readonly errorCode: number;
  readonly errorMessage?: string | null;
}

/** Asks any broker until one answers, or the time is up. `failureOf` names the error code of the answer as a whole. */
export async function askAny<Request, Response>(
  cluster: Pick<Cluster, 'start' | 'retry' | 'sendToAny'>,
  what: string,
  api: Api<Request, Response>,
  build: (version: number) => Request,
  failureOf: (response: Response) => WholeFailure | undefined,
  options: CallOptions = {},
): Promise<Response> {
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  await cluster.start(call);
  const attempt = async (): Promise<Response> => {
    const response = await cluster.sendToAny(api, build, call);
    const failure = failureOf(response);
    if (failure !== undefined) throwIfBrokerError(failure.errorCode, what, { api: api.name }, failure.errorMessage);
    return response;
  };
  return cluster.retry(what, attempt, call);
}
