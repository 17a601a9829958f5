// PLAIN (RFC 4616): name and password in clear, so for use over TLS only.
import type { SaslConversation } from './mechanism.ts';

export function plain(credentials: { readonly username: string; readonly password: string }): SaslConversation {
  return {
    // No authorization id: the broker takes the user name.
    start: () => Buffer.from(`\0${credentials.username}\0${credentials.password}`),
    // Whatever else a broker sends along with its success is of no concern.
    next: async () => undefined,
    complete: true,
  };
}
