// Takes brokers and controllers out of a KRaft cluster's books.
import type { CallOptions } from '../base/abort.ts';
import { integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import { createUnregisterBrokerRequest, unregisterBrokerApi } from '../protocol/generated/unregister-broker.ts';
import {
  createUnregisterControllerRequest,
  unregisterControllerApi,
} from '../protocol/generated/unregister-controller.ts';
import { askController } from './ask-controller.ts';

/** Forgets a broker that has been shut down for good, so that its id no longer counts (KIP-746). */
export async function unregisterBroker(cluster: Cluster, brokerId: number, options: CallOptions = {}): Promise<void> {
  const id = integerOption('brokerId', brokerId ?? Number.NaN, 0, 0, 2 ** 31 - 1);
  const what = `unregister broker ${id}`;
  const response = await askController(
    cluster,
    what,
    unregisterBrokerApi,
    () => createUnregisterBrokerRequest({ brokerId: id }),
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'UnregisterBroker' }, response.errorMessage);
}

/** Forgets a controller that is no voter any more; from Kafka 4.4 on. */
export async function unregisterController(
  cluster: Cluster,
  controllerId: number,
  options: CallOptions = {},
): Promise<void> {
  const id = integerOption('controllerId', controllerId ?? Number.NaN, 0, 0, 2 ** 31 - 1);
  const what = `unregister controller ${id}`;
  const response = await askController(
    cluster,
    what,
    unregisterControllerApi,
    () => createUnregisterControllerRequest({ controllerId: id }),
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'UnregisterController' }, response.errorMessage);
}
