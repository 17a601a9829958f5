// The broker's side of SASL, for scripted brokers. Owns: SCRAM-SHA-256 as a server does it, and the two SASL requests.
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { createHeartbeatResponse, heartbeatApi } from '../../src/protocol/generated/heartbeat.ts';
import { createSaslAuthenticateResponse, saslAuthenticateApi } from '../../src/protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeResponse, saslHandshakeApi } from '../../src/protocol/generated/sasl-handshake.ts';
import { ScriptedBroker, Trick } from './scripted-broker.ts';

/** A broker that answers SASL messages with what `answer` says; `refuse:why` refuses. Heartbeats are answered, too. */
export async function saslBroker(
  answer: (bytes: Buffer) => string | Trick | Promise<string>,
  lifetimeMs: () => number = () => 0,
): Promise<ScriptedBroker> {
  const broker = await ScriptedBroker.start();
  broker.script(saslHandshakeApi, () => createSaslHandshakeResponse({ mechanisms: ['PLAIN'] }));
  broker.script(saslAuthenticateApi, async ({ authBytes }) => {
    const text = await answer(authBytes);
    if (text instanceof Trick) return text;
    const errorCode = text.startsWith('refuse:') ? 58 : 0;
    return createSaslAuthenticateResponse({
      errorCode,
      errorMessage: errorCode === 0 ? null : text.slice(7),
      authBytes: Buffer.from(text),
      sessionLifetimeMs: lifetimeMs(),
    });
  });
  broker.script(heartbeatApi, () => createHeartbeatResponse());
  return broker;
}

/** The server's side of SCRAM-SHA-256. */
export function scramServer(password: string, cheat: { signature?: boolean } = {}): (message: Buffer) => string {
  const salt = Buffer.from('0123456789abcdef');
  let first = '';
  let serverFirst = '';
  return (message: Buffer): string => {
    const text = message.toString();
    if (text.startsWith('n,,')) {
      first = text.slice(3);
      serverFirst = `r=${/r=(.*)$/.exec(first)?.[1]}server,s=${salt.toString('base64')},i=4096`;
      return serverFirst;
    }
    const withoutProof = text.slice(0, text.indexOf(',p='));
    const hmac = (key: Buffer, what: string) => createHmac('sha256', key).update(what).digest();
    const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
    const signed = `${first},${serverFirst},${withoutProof}`;
    const clientKey = hmac(salted, 'Client Key');
    const proof = hmac(createHash('sha256').update(clientKey).digest(), signed).map((byte, i) => byte ^ clientKey[i]!);
    if (text.slice(text.indexOf(',p=') + 3) !== Buffer.from(proof).toString('base64')) return 'e=invalid-proof';
    return `v=${(cheat.signature ? Buffer.alloc(32) : hmac(hmac(salted, 'Server Key'), signed)).toString('base64')}`;
  };
}
