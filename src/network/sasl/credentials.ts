// Credentials that are values or functions. Owns: calling such a function, within the limit of the connection.
// Invariant: what a function throws is told by its message alone; an error object of a stranger (an HTTP client's, say)
// may carry requests with secrets, so none is passed on.
import { onAbort } from '../../base/abort.ts';
import { configError, KafkaError } from '../../base/errors.ts';

/** What a function that gives credentials is called with. */
export interface CredentialContext {
  /** Fires when nobody waits for the credentials any longer. */
  readonly signal: AbortSignal;
}

/**
 * Gives credentials; called for every authentication, so that they may change. What it throws counts as passing, and is
 * tried again with pauses; a KafkaError says by its code whether it is.
 */
export type CredentialFunction<T> = (context: CredentialContext) => T | Promise<T>;

/** User name and password. */
export interface UserCredentials {
  readonly username: string;
  readonly password: string;
}

/** The value, or what the function gives; rejects with the signal's reason when that fires first. */
export async function resolveCredentials<T>(
  name: string,
  given: T | CredentialFunction<T>,
  signal: AbortSignal,
): Promise<T> {
  if (typeof given !== 'function') return given;
  const call = given as CredentialFunction<T>;
  try {
    return await unlessAborted(new Promise<T>((resolve) => resolve(call({ signal }))), signal);
  } catch (error) {
    if (signal.aborted || KafkaError.is(error)) throw error;
    throw new KafkaError('CONNECTION', `the function ${name} failed: ${messageOf(error)}`, {
      retriable: true,
      cause: bareError(error),
    });
  }
}

/** `promise`, or the signal's reason, whichever comes first. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal.reason));
    promise.then(resolve, reject).finally(stop);
  });
}

/** Name, message and stack of an error, without anything else that it carries; undefined for what is no error. */
export function bareError(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const bare = new Error(error.message);
  bare.name = String(error.name);
  if (typeof error.stack === 'string') bare.stack = error.stack;
  return bare;
}

/** What an error says; of what is no error only its kind, as it may be the secret itself. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : `it threw a value of type ${typeof error}`;
}

/** Checks user name and password, wherever they come from. No error shows the password. */
export function checkUserCredentials(name: string, given: UserCredentials): UserCredentials {
  if (typeof given !== 'object' || given === null) throw configError(name, typeof given, '{ username, password }');
  const { username, password } = given;
  if (typeof username !== 'string' || username.length === 0) {
    throw configError(
      `${name}.username`,
      typeof username === 'string' ? username : typeof username,
      'a non-empty string',
    );
  }
  if (typeof password !== 'string' || password.length === 0) {
    throw new KafkaError('CONFIG', `option ${name}.password must be a non-empty string`);
  }
  // The separator of PLAIN's message (RFC 4616); no SCRAM name has one either.
  if (username.includes('\0') || password.includes('\0')) {
    throw new KafkaError('CONFIG', `option ${name}: username and password must not contain a null character`);
  }
  return { username, password };
}
