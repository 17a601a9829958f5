// AlterUserScramCredentials (KIP-554): sets and removes passwords of SCRAM users; who logs in next feels it.
import {
  type AlterUserScramCredentialsRequest,
  type AlterUserScramCredentialsResponse,
  type AlterUserScramCredentialsResult,
  alterUserScramCredentialsApi,
  createAlterUserScramCredentialsResponse,
  createAlterUserScramCredentialsResult,
  type ScramCredentialDeletion,
  type ScramCredentialUpsertion,
} from '../../protocol/generated/alter-user-scram-credentials.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { credentialOfSalted, type ScramMechanism, scramMechanisms } from '../sasl/scram-credential.ts';
import type { UserStore } from '../sasl/user-store.ts';

const MIN_ITERATIONS = 4096;
const MAX_ITERATIONS = 16384;

interface Fault {
  readonly errorCode: number;
  readonly message: string;
}

/** A user can be changed once per request. */
function handle(
  request: AlterUserScramCredentialsRequest,
  { cluster }: RequestContext,
): AlterUserScramCredentialsResponse {
  const { users } = cluster;
  const faults = new Map<string, Fault>();
  const seen = new Set<string>();
  for (const wish of [...request.deletions, ...request.upsertions]) {
    const fault = seen.has(wish.name) ? DUPLICATE : wishFault(wish, users);
    if (fault !== undefined) faults.set(wish.name, fault);
    seen.add(wish.name);
  }
  for (const { name, mechanism } of request.deletions) {
    const known = mechanismOf(mechanism);
    if (!faults.has(name) && known !== undefined) users.deleteScram(name, known);
  }
  for (const { name, mechanism, salt, saltedPassword, iterations } of request.upsertions) {
    const known = mechanismOf(mechanism);
    if (faults.has(name) || known === undefined) continue;
    users.setScram(name, known, credentialOfSalted(known, Buffer.from(saltedPassword), Buffer.from(salt), iterations));
  }
  return createAlterUserScramCredentialsResponse({
    results: namesOf(request).map((name) => resultOf(name, faults.get(name))),
  });
}

const DUPLICATE: Fault = {
  errorCode: ErrorCode.DUPLICATE_RESOURCE,
  message: 'A user credential cannot be altered twice in the same request',
};

function wishFault(wish: ScramCredentialDeletion | ScramCredentialUpsertion, users: UserStore): Fault | undefined {
  const unacceptable = (message: string): Fault => ({ errorCode: ErrorCode.UNACCEPTABLE_CREDENTIAL, message });
  if (wish.name === '') return unacceptable('Username must not be empty');
  const mechanism = mechanismOf(wish.mechanism);
  if (mechanism === undefined) {
    return { errorCode: ErrorCode.UNSUPPORTED_SASL_MECHANISM, message: 'Unknown SCRAM mechanism' };
  }
  if (!('iterations' in wish)) {
    if (users.scram(wish.name, mechanism) !== undefined) return undefined;
    const message = 'Attempt to delete a user credential that does not exist';
    return { errorCode: ErrorCode.RESOURCE_NOT_FOUND, message };
  }
  if (wish.iterations < MIN_ITERATIONS) return unacceptable('Too few iterations');
  if (wish.iterations > MAX_ITERATIONS) return unacceptable('Too many iterations');
  return undefined;
}

function mechanismOf(id: number): ScramMechanism | undefined {
  return (Object.keys(scramMechanisms) as ScramMechanism[]).find((name) => scramMechanisms[name].id === id);
}

function namesOf({ deletions, upsertions }: AlterUserScramCredentialsRequest): string[] {
  return [...new Set([...deletions, ...upsertions].map(({ name }) => name))];
}

function resultOf(user: string, fault: Fault | undefined): AlterUserScramCredentialsResult {
  const { errorCode = ErrorCode.NONE, message = null } = fault ?? {};
  return createAlterUserScramCredentialsResult({ user, errorCode, errorMessage: message });
}

export const alterUserScramCredentialsHandler: RequestHandler<
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse
> = {
  api: alterUserScramCredentialsApi,
  handle,
  fail: (request, errorCode) =>
    createAlterUserScramCredentialsResponse({
      results: namesOf(request).map((user) =>
        createAlterUserScramCredentialsResult({ user, errorCode, errorMessage: null }),
      ),
    }),
};
