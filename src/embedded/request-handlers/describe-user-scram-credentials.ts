// DescribeUserScramCredentials (KIP-554): which users have a password for which SCRAM mechanism.
import {
  createDescribeUserScramCredentialsResponse,
  createDescribeUserScramCredentialsResult,
  type DescribeUserScramCredentialsRequest,
  type DescribeUserScramCredentialsResponse,
  type DescribeUserScramCredentialsResult,
  describeUserScramCredentialsApi,
} from '../../protocol/generated/describe-user-scram-credentials.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { scramMechanisms } from '../sasl/scram-credential.ts';

function handle(
  request: DescribeUserScramCredentialsRequest,
  { cluster }: RequestContext,
): DescribeUserScramCredentialsResponse {
  const users = cluster.users.scramUsers();
  const isAll = request.users === null || request.users.length === 0;
  const names = isAll ? [...users.keys()] : (request.users ?? []).map(({ name }) => name);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const results = [...counts].map(([user, count]): DescribeUserScramCredentialsResult => {
    if (count > 1) {
      const message = `Cannot describe SCRAM credentials for the same user twice in a single request: ${user}`;
      return refuse(user, ErrorCode.DUPLICATE_RESOURCE, message);
    }
    const credentials = users.get(user);
    if (credentials === undefined) {
      const message = `Attempt to describe a user credential that does not exist: ${user}`;
      return refuse(user, ErrorCode.RESOURCE_NOT_FOUND, message);
    }
    const credentialInfos = [...credentials].map(([mechanism, { iterations }]) => ({
      mechanism: scramMechanisms[mechanism].id,
      iterations,
    }));
    return createDescribeUserScramCredentialsResult({ user, errorMessage: '', credentialInfos });
  });
  return createDescribeUserScramCredentialsResponse({ errorMessage: '', results });
}

function refuse(user: string, errorCode: number, errorMessage: string): DescribeUserScramCredentialsResult {
  return createDescribeUserScramCredentialsResult({ user, errorCode, errorMessage });
}

export const describeUserScramCredentialsHandler: RequestHandler<
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse
> = {
  api: describeUserScramCredentialsApi,
  handle,
  fail: (_request, errorCode) => createDescribeUserScramCredentialsResponse({ errorCode, errorMessage: null }),
};
