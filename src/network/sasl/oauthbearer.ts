// OAUTHBEARER (RFC 7628, KIP-255, KIP-768): a bearer token instead of a password. Owns: the messages.
// Must not know where tokens come from.
import { KafkaError } from '../../base/errors.ts';
import type { SaslMechanism } from './mechanism.ts';
import type { CheckedToken } from './oauth-token.ts';
import type { TokenCache } from './token-cache.ts';

const SEPARATOR = '\x01';
/** No channel binding, no authorization id. */
const GS2_HEADER = 'n,,';
/** Of a broker's error document, in a message. */
const MAX_SHOWN = 1_000;

export function oauthBearer(tokens: TokenCache, extensions: Readonly<Record<string, string>>): SaslMechanism {
  return {
    name: 'OAUTHBEARER',
    async authenticate(session) {
      const token = await tokens.get(session.clock, session.signal);
      if (token.subject !== undefined) session.identify(token.subject);
      try {
        const answer = await session.exchange(firstMessage(token, extensions));
        // A broker that refuses answers with a JSON document. The separator alone asks it to end with an error then.
        if (answer.length > 0) await refuse(answer, session.exchange(Buffer.from(SEPARATOR)));
      } catch (error) {
        if (KafkaError.is(error) && error.code === 'AUTHENTICATION') tokens.forget(token);
        throw error;
      }
    },
  };
}

function firstMessage(token: CheckedToken, extensions: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries({ ...extensions, ...token.extensions }).map(([key, value]) => `${key}=${value}`);
  return Buffer.from([GS2_HEADER, `auth=Bearer ${token.value}`, ...pairs, '', ''].join(SEPARATOR));
}

/** Whatever the broker says next, it has refused the token; its document tells why. */
async function refuse(document: Buffer, end: Promise<Buffer>): Promise<never> {
  await end.catch((error: unknown) => {
    // Kafka's own brokers repeat the document in the error of this step.
    if (KafkaError.is(error) && error.code === 'AUTHENTICATION' && error.message.includes('{')) throw error;
  });
  const shown = document
    .toString('utf8')
    .replace(/[^\x20-\x7e]/g, ' ')
    .slice(0, MAX_SHOWN);
  throw new KafkaError('AUTHENTICATION', `the broker refuses the token: ${shown}`);
}
