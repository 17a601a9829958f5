// PLAIN (RFC 4616), server side: one message with name and password.
import { NOTHING, type SaslExchange, type SaslStep, WRONG_AUTHORIZATION_ID } from './sasl-exchange.ts';

/** `isRight` knows the passwords. */
export function plainExchange(isRight: (user: string, password: string) => boolean): SaslExchange {
  return {
    answer(message): SaslStep {
      const parts = message.toString('utf8').split('\0');
      if (parts.length !== 3) {
        // Kafka counts no further than that.
        const count = Math.min(parts.length, 4);
        return { kind: 'refused', reason: `Invalid SASL/PLAIN response: expected 3 tokens, got ${count}` };
      }
      const [authorizationId, user, password] = parts as [string, string, string];
      if (user === '') return refused('username not specified');
      if (password === '') return refused('password not specified');
      if (!isRight(user, password)) return refused('Invalid username or password');
      if (authorizationId !== '' && authorizationId !== user) {
        return { kind: 'refused', reason: WRONG_AUTHORIZATION_ID };
      }
      return { kind: 'done', message: NOTHING, principal: user };
    },
  };
}

function refused(why: string): SaslStep {
  return { kind: 'refused', reason: `Authentication failed: ${why}` };
}
