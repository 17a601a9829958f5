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

/** Asks in `version`, and once more in the newest one that the broker names if it does not know that one. `maxVersions` go for all that follows. */
export async function negotiate(
  connection: Connection,
  version: number,
  options: RequestOptions,
  maxVersions?: MaxVersions,
): Promise<BrokerVersions> {
  let response = await ask(connection, version, options);
  if (response.errorCode === ErrorCode.UNSUPPORTED_VERSION && version > 0) {
    const offered = response.apiKeys.find((api) => api.apiKey === apiVersionsApi.key);
    const second = Math.max(0, Math.min(offered?.maxVersion ?? 0, version - 1));
    response = await ask(connection, second, options);
  }
  if (response.errorCode !== ErrorCode.NONE) {
    throw new BrokerError(response.errorCode, `ApiVersions to ${connection.address}`, {
      api: apiVersionsApi.name,
      broker: connection.address,
    });
  }
  return BrokerVersions.of(response.apiKeys, maxVersions);
}

function ask(connection: Connection, version: number, options: RequestOptions): Promise<ApiVersionsResponse> {
  const request =
    version >= 3
      ? createApiVersionsRequest({
          clientSoftwareName: CLIENT_SOFTWARE_NAME,
          clientSoftwareVersion: CLIENT_SOFTWARE_VERSION,
        })
      : createApiVersionsRequest();
  return connection.send(apiVersionsApi, version, request, options);
}
