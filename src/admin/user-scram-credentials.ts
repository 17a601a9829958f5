// SCRAM users kept in the cluster (KIP-554). A password never leaves this process: brokers get the salted one.
import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { choiceOption, integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  alterUserScramCredentialsApi,
  createAlterUserScramCredentialsRequest,
  createScramCredentialDeletion,
  createScramCredentialUpsertion,
  type ScramCredentialUpsertion,
} from '../protocol/generated/alter-user-scram-credentials.ts';
import {
  createDescribeUserScramCredentialsRequest,
  createUserName,
  describeUserScramCredentialsApi,
} from '../protocol/generated/describe-user-scram-credentials.ts';
import { askAny } from './ask-any.ts';
import { askController } from './ask-controller.ts';

const MECHANISMS = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const HASHES = {
  'SCRAM-SHA-256': { name: 'sha256', bytes: 32 },
  'SCRAM-SHA-512': { name: 'sha512', bytes: 64 },
} as const;

/** By its number on the wire less one. */
export type ScramMechanismName = (typeof MECHANISMS)[number];

/** One mechanism that a user has a credential for. */
export interface ScramCredentialInfo {
  readonly mechanism: ScramMechanismName | number;
  readonly iterations: number;
}

/** The credentials of one user. */
export interface UserScramCredentials {
  readonly user: string;
  readonly credentials: readonly ScramCredentialInfo[];
  /** RESOURCE_NOT_FOUND where the user has none. */
  readonly error: KafkaError | undefined;
}

/** Which SCRAM credentials the users named have, or all users. */
export async function describeUserScramCredentials(
  cluster: Cluster,
  users: readonly string[] | undefined,
  options: CallOptions = {},
): Promise<readonly UserScramCredentials[]> {
  const names = users?.map((user, index) => createUserName({ name: userOf(`users[${index}]`, user) })) ?? null;
  const response = await askAny(
    cluster,
    'describe user SCRAM credentials',
    describeUserScramCredentialsApi,
    () => createDescribeUserScramCredentialsRequest({ users: names }),
    (answer) => answer,
    options,
  );
  return response.results.map(({ user, errorCode, errorMessage, credentialInfos }) => ({
    user,
    credentials: credentialInfos.map(({ mechanism, iterations }) => ({
      mechanism: MECHANISMS[mechanism - 1] ?? mechanism,
      iterations,
    })),
    error: brokerError(
      errorCode,
      `describe SCRAM credentials of ${user}`,
      { api: 'DescribeUserScramCredentials' },
      errorMessage,
    ),
  }));
}

/** A credential to set, or to take away. */
export type ScramCredentialChange =
  | {
      readonly user: string;
      readonly mechanism: ScramMechanismName;
      readonly password: string;
      /** 4096 to 16384. Default 4096. */
      readonly iterations?: number | undefined;
      readonly remove?: never;
    }
  | { readonly user: string; readonly mechanism: ScramMechanismName; readonly remove: true; readonly password?: never };

/** What became of one user. */
export interface ScramCredentialResult {
  readonly user: string;
  readonly error: KafkaError | undefined;
}

/** RFC 7677 asks for no fewer; Kafka takes no more. */
const MIN_ITERATIONS = 4096;
const MAX_ITERATIONS = 16_384;
const SALT_BYTES = 24;

/**
 * Sets and removes SCRAM credentials, through the controller. One result per user, in order. Brokers take one change of
 * a user at a time: a second one in the same call is DUPLICATE_RESOURCE.
 */
export async function alterUserScramCredentials(
  cluster: Cluster,
  changes: readonly ScramCredentialChange[],
  options: CallOptions = {},
): Promise<readonly ScramCredentialResult[]> {
  changes.forEach((change, index) => {
    checkChange(`changes[${index}]`, change);
  });
  const upsertions = await Promise.all(
    changes.flatMap((change) => (change.remove === true ? [] : [upsertionOf(change)])),
  );
  const deletions = changes.flatMap(({ user, mechanism, remove }) =>
    remove === true
      ? [createScramCredentialDeletion({ name: user, mechanism: MECHANISMS.indexOf(mechanism) + 1 })]
      : [],
  );
  const response = await askController(
    cluster,
    'alter user SCRAM credentials',
    alterUserScramCredentialsApi,
    () => createAlterUserScramCredentialsRequest({ upsertions, deletions }),
    ({ results }) => results.map(({ errorCode }) => errorCode),
    options,
  );
  return [...new Set(changes.map(({ user }) => user))].map((user) => {
    const answer = response.results.find((each) => each.user === user);
    const place = { api: 'AlterUserScramCredentials' };
    const what = `alter SCRAM credentials of ${user}`;
    return { user, error: brokerError(answer?.errorCode ?? -1, what, place, answer?.errorMessage) };
  });
}

function checkChange(at: string, change: ScramCredentialChange): void {
  userOf(`${at}.user`, change?.user);
  choiceOption(`${at}.mechanism`, change.mechanism ?? '', 'SCRAM-SHA-256', MECHANISMS);
  if (change.remove === true) return;
  // What was given is not shown: it may be the password after all.
  if (typeof change.password !== 'string' || change.password === '') {
    throw configError(`${at}.password`, typeof change.password, 'text');
  }
  integerOption(`${at}.iterations`, change.iterations, MIN_ITERATIONS, MIN_ITERATIONS, MAX_ITERATIONS);
}

async function upsertionOf(
  change: Exclude<ScramCredentialChange, { remove: true }>,
): Promise<ScramCredentialUpsertion> {
  const { user, mechanism, password, iterations = MIN_ITERATIONS } = change;
  const { name, bytes } = HASHES[mechanism];
  const salt = randomBytes(SALT_BYTES);
  const saltedPassword = await promisify(pbkdf2)(password, salt, iterations, bytes, name);
  const number = MECHANISMS.indexOf(mechanism) + 1;
  return createScramCredentialUpsertion({ name: user, mechanism: number, iterations, salt, saltedPassword });
}

function userOf(at: string, user: string): string {
  if (typeof user !== 'string' || user === '') throw configError(at, user, "a user's name");
  return user;
}
