import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION } from '../network/client-software.ts';
import { brokerError } from '../protocol/broker-error.ts';
import { apiIndex } from '../protocol/generated/api-index.ts';
import {
  type ApiVersionsResponse,
  apiVersionsApi,
  createApiVersionsRequest,
} from '../protocol/generated/api-versions.ts';
import { askBrokers } from './ask-brokers.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';

/** An API that a broker answers. */
export interface OfferedApi {
  readonly key: number;
  /** Kafka's name of it; undefined where this library does not know it. */
  readonly name: string | undefined;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** The APIs of one broker, by key; empty where `error` says why. */
export interface BrokerApis {
  readonly brokerId: number;
  readonly apis: readonly OfferedApi[];
  readonly error: KafkaError | undefined;
}

/** Which APIs brokers answer, in which versions (KIP-35): of the brokers named, or of all. */
export async function describeApiVersions(
  cluster: Cluster,
  brokerIds: readonly number[] | undefined,
  options: CallOptions = {},
): Promise<readonly BrokerApis[]> {
  brokerIds?.forEach((id, index) => {
    integerOption(`brokerIds[${index}]`, id ?? Number.NaN, 0, 0, 2 ** 31 - 1);
  });
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const request = createApiVersionsRequest({
    clientSoftwareName: CLIENT_SOFTWARE_NAME,
    clientSoftwareVersion: CLIENT_SOFTWARE_VERSION,
  });
  const settled = await askBrokers(
    cluster,
    'describe API versions',
    brokerIds,
    async (nodeId): Promise<ApiVersionsResponse | KafkaError> => {
      const response = await cluster.sendTo(nodeId, apiVersionsApi, () => request, call);
      const what = `describe the API versions of broker ${nodeId}`;
      return brokerError(response.errorCode, what, { api: 'ApiVersions' }) ?? response;
    },
    call,
  );
  const names = new Map(apiIndex.map(({ key, name }) => [key, name]));
  return [...settled].map(([brokerId, answer]) => ({
    brokerId,
    apis: (resultOf(answer)?.apiKeys ?? [])
      .map(({ apiKey: key, minVersion, maxVersion }) => ({ key, name: names.get(key), minVersion, maxVersion }))
      .sort((a, b) => a.key - b.key),
    error: errorOf(answer),
  }));
}
