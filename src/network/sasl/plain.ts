// PLAIN (RFC 4616): name and password in clear, so for use over TLS only.
import type { UserCredentials } from './credentials.ts';
import type { SaslMechanism } from './mechanism.ts';

/** `credentials` are asked for at every authentication. */
export function plain(credentials: (signal: AbortSignal) => Promise<UserCredentials>): SaslMechanism {
  return {
    name: 'PLAIN',
    async authenticate(session) {
      const { username, password } = await credentials(session.signal);
      session.identify(username);
      // No authorization id: the broker takes the user name. What some brokers send along with their success is of no
      // concern (RFC 4616 knows no such message).
      await session.exchange(Buffer.from(`\0${username}\0${password}`));
    },
  };
}
