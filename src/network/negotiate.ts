// The first request on every connection: which versions does this broker speak (KIP-35, KIP-511)?
import { BrokerError } from '../protocol/broker-error.ts';
import {
  type ApiVersionsResponse,
  apiVersionsApi,
  createApiVersionsRequest,
} from '../protocol/generated/api-versions.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { BrokerVersions, type MaxVersions } from '../protocol/versions.ts';
import { CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION } from './client-software.ts';
import type { Connection, RequestOptions } from './connection.ts';

/** The broker that a connection is meant for (KIP-1242). */
export interface ExpectedBroker {
  readonly clusterId: string;
  readonly nodeId: number;
}

/** What is known before a connection is made. */
export interface Negotiation {
  readonly expected?: ExpectedBroker | undefined;
  readonly maxVersions?: MaxVersions | undefined;
}

/**
 * Asks in `version`, and once more in the newest one that the broker names if it does not know that one. Where `expected`
 * is given, a broker that speaks version 5 refuses with REBOOTSTRAP_REQUIRED unless it is the one meant. `maxVersions` go
 * for all that follows.
 */
export async function negotiate(
  connection: Connection,
  version: number,
  { expected, maxVersions }: Negotiation,
  options: RequestOptions,
): Promise<BrokerVersions> {
  let response = await ask(connection, version, expected, options);
  if (response.errorCode === ErrorCode.UNSUPPORTED_VERSION && version > 0) {
    const offered = response.apiKeys.find((api) => api.apiKey === apiVersionsApi.key);
    const second = Math.max(0, Math.min(offered?.maxVersion ?? 0, version - 1));
    response = await ask(connection, second, expected, options);
  }
  if (response.errorCode !== ErrorCode.NONE) {
    const place = { api: apiVersionsApi.name, broker: connection.address };
    const isOther = response.errorCode === ErrorCode.REBOOTSTRAP_REQUIRED && expected !== undefined;
    const detail = isOther
      ? `it is not broker ${expected.nodeId} of cluster ${expected.clusterId} any more`
      : undefined;
    throw new BrokerError(response.errorCode, `ApiVersions to ${connection.address}`, place, detail);
  }
  const { finalizedFeaturesEpoch, finalizedFeatures } = response;
  return BrokerVersions.of(response.apiKeys, maxVersions, { finalizedFeaturesEpoch, finalizedFeatures });
}

function ask(
  connection: Connection,
  version: number,
  expected: ExpectedBroker | undefined,
  options: RequestOptions,
): Promise<ApiVersionsResponse> {
  const name =
    version >= 3
      ? { clientSoftwareName: CLIENT_SOFTWARE_NAME, clientSoftwareVersion: CLIENT_SOFTWARE_VERSION }
      : undefined;
  const request = createApiVersionsRequest({ ...name, ...(version >= 5 ? expected : undefined) });
  return connection.send(apiVersionsApi, version, request, options);
}
