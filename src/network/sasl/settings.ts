// SASL credentials as options. Invariant: the password shows in no error, log line or inspection.

import { configError, KafkaError } from '../../base/errors.ts';
import { choiceOption, nameOption } from '../../base/options.ts';

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** How to authenticate: by PLAIN only over TLS, as it sends the password; SCRAM proves it and checks the broker too. */
export type SaslSettings =
  | { readonly mechanism: 'PLAIN'; readonly username: string; readonly password: string }
  | { readonly mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512'; readonly username: string; readonly password: string };

/** Checks SASL options; the copy that is returned does not show its password when printed or serialized. */
export function saslSettings(name: string, options: SaslSettings | undefined): SaslSettings | undefined {
  if (options === undefined) return undefined;
  if (typeof options !== 'object' || options === null) {
    throw configError(name, typeof options, 'an object with mechanism, username and password');
  }
  const mechanism = choiceOption(`${name}.mechanism`, options.mechanism, undefined as never, MECHANISMS);
  if (mechanism === undefined) throw configError(`${name}.mechanism`, mechanism, MECHANISMS.join(', '));
  const username = nameOption(`${name}.username`, options.username);
  if (typeof options.password !== 'string' || options.password.length === 0) {
    throw new KafkaError('CONFIG', `option ${name}.password must be a non-empty string`);
  }
  // The separator of PLAIN's message (RFC 4616); no SCRAM name has one either.
  if (username.includes('\0') || options.password.includes('\0')) {
    throw new KafkaError('CONFIG', `option ${name}: username and password must not contain a null character`);
  }
  const settings = { mechanism, username } as { mechanism: SaslSettings['mechanism']; username: string };
  Object.defineProperty(settings, 'password', { value: options.password, enumerable: false });
  return settings as SaslSettings;
}
