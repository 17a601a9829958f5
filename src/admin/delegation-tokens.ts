// Delegation tokens (KIP-48, KIP-373): create, renew, expire, describe. Brokers ask for an authenticated connection.
import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { durationOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import {
  createCreatableRenewers,
  createCreateDelegationTokenRequest,
  createDelegationTokenApi,
} from '../protocol/generated/create-delegation-token.ts';
import {
  createDescribeDelegationTokenOwner,
  createDescribeDelegationTokenRequest,
  describeDelegationTokenApi,
} from '../protocol/generated/describe-delegation-token.ts';
import {
  createExpireDelegationTokenRequest,
  expireDelegationTokenApi,
} from '../protocol/generated/expire-delegation-token.ts';
import {
  createRenewDelegationTokenRequest,
  renewDelegationTokenApi,
} from '../protocol/generated/renew-delegation-token.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askAny } from './ask-any.ts';
import { askController } from './ask-controller.ts';
import { DelegationToken } from './delegation-token.ts';

export interface CreateDelegationTokenOptions extends CallOptions {
  /** Whom the token speaks for, as `User:alice`. Default: the caller. From Kafka 3.3 on. */
  readonly owner?: string | undefined;
  /** Who besides the owner may renew it. Default: nobody. */
  readonly renewers?: readonly string[] | undefined;
  /** Default: the broker's `delegation.token.max.lifetime.ms`. */
  readonly maxLifetimeMs?: number | undefined;
}

/** Creates a token. */
export async function createDelegationToken(
  cluster: Cluster,
  options: CreateDelegationTokenOptions = {},
): Promise<DelegationToken> {
  const owner = options.owner === undefined ? undefined : principalOf('owner', options.owner);
  const renewers = (options.renewers ?? []).map((each, index) => principalOf(`renewers[${index}]`, each));
  const maxLifetimeMs =
    options.maxLifetimeMs === undefined ? -1 : durationOption('maxLifetimeMs', options.maxLifetimeMs, -1, 1);
  const response = await askController(
    cluster,
    'create delegation token',
    createDelegationTokenApi,
    (version) => {
      if (owner !== undefined) needsVersion(createDelegationTokenApi, version, 3, 'owner');
      return createCreateDelegationTokenRequest({
        ownerPrincipalType: owner?.principalType ?? (version >= 3 ? null : ''),
        ownerPrincipalName: owner?.principalName ?? (version >= 3 ? null : ''),
        renewers: renewers.map(createCreatableRenewers),
        maxLifetimeMs,
      });
    },
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, 'create delegation token', { api: 'CreateDelegationToken' });
  return new DelegationToken({
    ...response,
    renewers: options.renewers ?? [],
    issuedAt: response.issueTimestampMs,
    expiresAt: response.expiryTimestampMs,
    maxTimestamp: response.maxTimestampMs,
  });
}

export interface TokenPeriodOptions extends CallOptions {
  readonly periodMs?: number | undefined;
}

/** Renews a token by `periodMs` (default: the broker's `delegation.token.expiry.time.ms`); gives its new end. */
export async function renewDelegationToken(
  cluster: Cluster,
  hmac: Uint8Array,
  options: TokenPeriodOptions = {},
): Promise<number> {
  const renewPeriodMs = options.periodMs === undefined ? -1 : durationOption('periodMs', options.periodMs, -1, 1);
  const request = createRenewDelegationTokenRequest({ hmac: secretOf(hmac), renewPeriodMs });
  const what = 'renew delegation token';
  const codes = ({ errorCode }: { errorCode: number }): number[] => [errorCode];
  const response = await askController(cluster, what, renewDelegationTokenApi, () => request, codes, options);
  throwIfBrokerError(response.errorCode, what, { api: 'RenewDelegationToken' });
  return response.expiryTimestampMs;
}

/** Ends a token: at once, or in `periodMs`; gives its new end. */
export async function expireDelegationToken(
  cluster: Cluster,
  hmac: Uint8Array,
  options: TokenPeriodOptions = {},
): Promise<number> {
  const expiryTimePeriodMs = options.periodMs === undefined ? -1 : durationOption('periodMs', options.periodMs, -1, 0);
  const request = createExpireDelegationTokenRequest({ hmac: secretOf(hmac), expiryTimePeriodMs });
  const what = 'expire delegation token';
  const codes = ({ errorCode }: { errorCode: number }): number[] => [errorCode];
  const response = await askController(cluster, what, expireDelegationTokenApi, () => request, codes, options);
  throwIfBrokerError(response.errorCode, what, { api: 'ExpireDelegationToken' });
  return response.expiryTimestampMs;
}

/** The tokens of the owners named (`User:alice`), or all that the caller may see. */
export async function describeDelegationTokens(
  cluster: Cluster,
  owners: readonly string[] | undefined,
  options: CallOptions = {},
): Promise<readonly DelegationToken[]> {
  const named =
    owners?.map((owner, index) => createDescribeDelegationTokenOwner(principalOf(`owners[${index}]`, owner))) ?? null;
  const response = await askAny(
    cluster,
    'describe delegation tokens',
    describeDelegationTokenApi,
    () => createDescribeDelegationTokenRequest({ owners: named }),
    ({ errorCode }) => ({ errorCode }),
    options,
  );
  return response.tokens.map(
    (token) =>
      new DelegationToken({
        ...token,
        renewers: token.renewers.map(({ principalType, principalName }) => `${principalType}:${principalName}`),
        issuedAt: token.issueTimestamp,
        expiresAt: token.expiryTimestamp,
        maxTimestamp: token.maxTimestamp,
      }),
  );
}

function principalOf(at: string, text: string): { principalType: string; principalName: string } {
  const match = /^([^:]+):(.+)$/.exec(text);
  if (match === null) throw configError(at, text, 'a principal, as User:alice');
  return { principalType: match[1] as string, principalName: match[2] as string };
}

function secretOf(hmac: Uint8Array): Buffer {
  // What was given is not shown: it is a secret.
  if (!(hmac instanceof Uint8Array) || hmac.length === 0) throw configError('hmac', typeof hmac, "a token's hmac");
  return Buffer.from(hmac);
}
