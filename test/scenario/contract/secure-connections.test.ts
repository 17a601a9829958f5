// Clients of every listener, right and wrong, and what a broker makes of SASL requests that come out of turn.
import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Client, type ClientOptions, Reader, Writer } from '../../../src/index.ts';
import { decodeResponseFrame, encodeRequestFrame } from '../../../src/protocol/frame.ts';
import { apiVersionsApi, createApiVersionsRequest } from '../../../src/protocol/generated/api-versions.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createMetadataRequest, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import {
  createSaslAuthenticateRequest,
  type SaslAuthenticateResponse,
  saslAuthenticateApi,
} from '../../../src/protocol/generated/sasl-authenticate.ts';
import {
  createSaslHandshakeRequest,
  type SaslHandshakeResponse,
  saslHandshakeApi,
} from '../../../src/protocol/generated/sasl-handshake.ts';
import { FrameSplitter } from '../../../src/wire/frame-splitter.ts';
import { uniqueName } from '../../support/describe-each-kafka.ts';
import { eventually } from '../../support/eventually.ts';
import { unsecuredToken } from '../../support/json-web-token.ts';
import { alice, secureContract, sessionMs } from '../../support/secure-contract.ts';
import { WireClient } from '../../support/wire-client.ts';

secureContract('Secure connections', (kafka) => {
  const token = () => ({ mechanism: 'OAUTHBEARER', token: async () => unsecuredToken('carol', 60_000) }) as const;
  const ways: readonly (readonly [string, () => ClientOptions])[] = [
    ['PLAIN', () => ({ brokers: kafka().sasl, sasl: { mechanism: 'PLAIN', ...alice } })],
    ['SCRAM-SHA-256', () => ({ brokers: kafka().sasl, sasl: { mechanism: 'SCRAM-SHA-256', ...alice } })],
    ['SCRAM-SHA-512', () => ({ brokers: kafka().sasl, sasl: { mechanism: 'SCRAM-SHA-512', ...alice } })],
    ['OAUTHBEARER', () => ({ brokers: kafka().oauth, sasl: token() })],
    ['mutual TLS', () => ({ brokers: kafka().ssl, tls: { ...kafka().trust, ...kafka().identity } })],
    [
      'PLAIN over TLS',
      () => ({ brokers: kafka().saslSsl, tls: kafka().trust, sasl: { mechanism: 'PLAIN', ...alice } }),
    ],
    [
      'SCRAM-SHA-512 over TLS',
      () => ({ brokers: kafka().saslSsl, tls: kafka().trust, sasl: { mechanism: 'SCRAM-SHA-512', ...alice } }),
    ],
  ];

  it.each(ways)('%s: writes and reads', async (_, options) => {
    const client = new Client(options());
    try {
      const topic = uniqueName('secure');
      await client.createTopics([{ topic, partitions: 1, replicationFactor: 1 }]);
      const writer = new Writer({ client, topic });
      await writer.writeMessages([{ value: 'sealed' }, { value: randomBytes(200_000) }]);
      await writer.close();
      const reader = new Reader({ client, topic, partition: 0 });
      expect(`${(await reader.fetchMessage()).value}`).toBe('sealed');
      expect((await reader.fetchMessage()).value?.length).toBe(200_000);
      await reader.close();
    } finally {
      await client.close();
    }
  });

  const wrong = { ...alice, password: 'wrong-secret' };
  const mistakes: readonly (readonly [string, () => ClientOptions, RegExp])[] = [
    [
      'a wrong password by PLAIN',
      () => ({ brokers: kafka().sasl, sasl: { mechanism: 'PLAIN', ...wrong } }),
      /failed: Authentication failed: Invalid username or password/,
    ],
    ...(['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const).map(
      (mechanism) =>
        [
          `a wrong password by ${mechanism}`,
          () => ({ brokers: kafka().sasl, sasl: { mechanism, ...wrong } }),
          new RegExp(`failed during authentication due to invalid credentials with SASL mechanism ${mechanism}`),
        ] as const,
    ),
    [
      'an unknown user',
      () => ({ brokers: kafka().sasl, sasl: { mechanism: 'SCRAM-SHA-256', username: 'nobody', password: 'x' } }),
      /due to invalid credentials with SASL mechanism SCRAM-SHA-256/,
    ],
    [
      'a mechanism that is not enabled',
      () => ({ brokers: kafka().oauth, sasl: { mechanism: 'PLAIN', ...alice } }),
      /PLAIN.*not enabled there; it accepts: OAUTHBEARER/,
    ],
    [
      'a token that has ended',
      () => ({ brokers: kafka().oauth, sasl: { mechanism: 'OAUTHBEARER', token: unsecuredToken('carol', -60_000) } }),
      /"status" ?: ?"invalid_token"/,
    ],
    [
      'an unknown authority',
      () => ({ brokers: kafka().saslSsl, tls: true, sasl: { mechanism: 'PLAIN', ...alice } }),
      /no authority that is trusted has signed it|self.signed/,
    ],
    [
      'no client certificate',
      () => ({ brokers: kafka().ssl, tls: kafka().trust }),
      /the broker wants a certificate of this client/,
    ],
  ];

  it.each(mistakes)('%s is an error of its own', async (_, options, message) => {
    const client = new Client({ ...options(), startTimeoutMs: 8000 } as ClientOptions);
    const error: unknown = await client.connect().catch((thrown: unknown) => thrown);
    await client.close();
    expect(error).toMatchObject({ code: 'AUTHENTICATION', message: expect.stringMatching(message) });
  });

  describe('on the wire', () => {
    const versions = createApiVersionsRequest({ clientSoftwareName: 'test', clientSoftwareVersion: '1' });
    const metadata = createMetadataRequest({ topics: [] });
    const open: WireClient[] = [];
    afterEach(async () => {
      for (const client of open.splice(0)) await client.close();
    });

    async function connect(brokers: readonly string[]): Promise<WireClient> {
      const client = await WireClient.open(brokers[0] as string);
      open.push(client);
      return client;
    }
    const shake = (client: WireClient, mechanism: string): Promise<SaslHandshakeResponse> =>
      client.send(saslHandshakeApi, 1, createSaslHandshakeRequest({ mechanism }));
    const say = (client: WireClient, text: string): Promise<SaslAuthenticateResponse> =>
      client.send(saslAuthenticateApi, 2, createSaslAuthenticateRequest({ authBytes: Buffer.from(text) }));
    const plain = `\0${alice.username}\0${alice.password}`;
    const closed = { message: 'the broker closed the connection' };
    const bearer = (name: string, lifeMs: number): string =>
      `n,,\x01auth=Bearer ${unsecuredToken(name, lifeMs)}\x01\x01`;

    async function loggedIn(): Promise<WireClient> {
      const client = await connect(kafka().sasl);
      expect(await shake(client, 'PLAIN')).toMatchObject({ errorCode: 0 });
      expect(await say(client, plain)).toMatchObject({ errorCode: 0, sessionLifetimeMs: sessionMs });
      return client;
    }

    it('nothing but versions and SASL is answered before the client is known', async () => {
      const early = await connect(kafka().sasl);
      await expect(early.send(metadataApi, 9, metadata)).rejects.toMatchObject(closed);
      const later = await connect(kafka().sasl);
      expect((await later.send(apiVersionsApi, 3, versions)).errorCode).toBe(0);
      await expect(later.send(apiVersionsApi, 3, versions)).rejects.toMatchObject(closed);
      const unasked = await connect(kafka().sasl);
      await expect(say(unasked, plain)).rejects.toMatchObject(closed);
    });

    it('another request amid the conversation is refused, and the connection closes', async () => {
      const client = await connect(kafka().sasl);
      await shake(client, 'PLAIN');
      const answer = await client.send(apiVersionsApi, 3, versions);
      expect(answer.errorCode).toBe(ErrorCode.ILLEGAL_SASL_STATE);
      await eventually('the connection is closed', () => client.isClosed);
    });

    it('a mechanism that is not enabled is refused with the list of those that are', async () => {
      const client = await connect(kafka().sasl);
      const { errorCode, mechanisms } = await shake(client, 'GSSAPI');
      expect(errorCode).toBe(ErrorCode.UNSUPPORTED_SASL_MECHANISM);
      expect([...mechanisms].sort()).toEqual(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']);
      await eventually('the connection is closed', () => client.isClosed);
    });

    it.each([
      ['a wrong password', `\0${alice.username}\0wrong`, 'Authentication failed: Invalid username or password'],
      ['no name', '\0\0x', 'Authentication failed: username not specified'],
      ['no password', '\0x\0', 'Authentication failed: password not specified'],
      [
        'another authorization id',
        `bob\0${alice.username}\0${alice.password}`,
        'Authentication failed: Client requested an authorization id that is different from username',
      ],
      ['a message that is none', 'x', 'Invalid SASL/PLAIN response: expected 3 tokens, got 1'],
      ['a message of too many parts', 'x\0'.repeat(7), 'Invalid SASL/PLAIN response: expected 3 tokens, got 4'],
    ])('%s by PLAIN is refused with the reason', async (_, message, reason) => {
      const client = await connect(kafka().sasl);
      await shake(client, 'PLAIN');
      const { errorCode, errorMessage } = await say(client, message);
      expect({ errorCode, errorMessage }).toEqual({
        errorCode: ErrorCode.SASL_AUTHENTICATION_FAILED,
        errorMessage: reason,
      });
      await eventually('the connection is closed', () => client.isClosed);
    });

    it('after handshake version 0 the messages come without a header', async () => {
      const [host = '', port] = (kafka().sasl[0] as string).split(':');
      const socket = createConnection({ host, port: Number(port) });
      const frames: Buffer[] = [];
      const splitter = new FrameSplitter(1e6, (frame) => frames.push(frame));
      socket.on('data', (chunk) => splitter.push(chunk));
      const next = async (pieces: readonly Buffer[]): Promise<Buffer> => {
        const before = frames.length;
        for (const piece of pieces) socket.write(piece);
        await eventually('an answer', () => frames.length > before);
        return frames[before] as Buffer;
      };
      try {
        const handshake = createSaslHandshakeRequest({ mechanism: 'PLAIN' });
        await next(encodeRequestFrame(saslHandshakeApi, 0, 1, 'test', handshake));
        const message = Buffer.from(plain);
        const size = Buffer.alloc(4);
        size.writeInt32BE(message.length);
        expect(await next([size, message])).toHaveLength(0);
        const answer = await next(encodeRequestFrame(metadataApi, 9, 2, 'test', metadata));
        expect(decodeResponseFrame(metadataApi, 9, answer).brokers).toHaveLength(1);
      } finally {
        socket.destroy();
      }
    });

    it('a session is renewed in place, by the same user and mechanism', async () => {
      const client = await loggedIn();
      expect((await shake(client, 'PLAIN')).errorCode).toBe(0);
      expect(await say(client, plain)).toMatchObject({ errorCode: 0, sessionLifetimeMs: sessionMs });
      expect((await client.send(metadataApi, 9, metadata)).brokers).toHaveLength(1);
      const soon = await shake(client, 'PLAIN');
      expect(soon.errorCode).toBe(ErrorCode.ILLEGAL_SASL_STATE);
      const other = await loggedIn();
      expect((await shake(other, 'SCRAM-SHA-256')).errorCode).toBe(0);
      await expect(say(other, 'n,,n=alice,r=abc')).rejects.toMatchObject(closed);
    });

    it('a renewal with a wrong password ends the connection', async () => {
      const client = await loggedIn();
      await shake(client, 'PLAIN');
      const { errorCode } = await say(client, '\0alice\0wrong');
      expect(errorCode).toBe(ErrorCode.SASL_AUTHENTICATION_FAILED);
      await eventually('the connection is closed', () => client.isClosed);
    });

    it('a renewal as somebody else is refused', async () => {
      const client = await connect(kafka().oauth);
      await shake(client, 'OAUTHBEARER');
      const first = await say(client, bearer('carol', 2000));
      expect(first.errorCode).toBe(0);
      expect(first.sessionLifetimeMs).toBeGreaterThan(0);
      expect(first.sessionLifetimeMs).toBeLessThanOrEqual(2000);
      await shake(client, 'OAUTHBEARER');
      const second = await say(client, bearer('dave', 60_000));
      expect(second.errorCode).toBe(ErrorCode.SASL_AUTHENTICATION_FAILED);
      expect(second.errorMessage).toMatch(
        /^Cannot change principals during re-authentication from User.carol: User.dave/,
      );
    });

    it('after the end of a session nothing is answered but its renewal', async () => {
      const [late, lost] = await Promise.all([loggedIn(), loggedIn()]);
      const ended = performance.now() + sessionMs + 50;
      await eventually('the sessions have ended', () => performance.now() > ended, sessionMs + 5000);
      await expect(lost.send(metadataApi, 9, metadata)).rejects.toMatchObject(closed);
      expect((await shake(late, 'PLAIN')).errorCode).toBe(0);
      expect((await say(late, plain)).errorCode).toBe(0);
      expect((await late.send(metadataApi, 9, metadata)).brokers).toHaveLength(1);
    });
  });

  it('users of SCRAM can be added, changed and removed while the cluster runs', async () => {
    const admin = new Client({ brokers: kafka().sasl, sasl: { mechanism: 'PLAIN', ...alice } });
    const user = uniqueName('user');
    const logIn = async (password: string): Promise<unknown> => {
      const sasl = { mechanism: 'SCRAM-SHA-512', username: user, password } as const;
      const client = new Client({ brokers: kafka().sasl, sasl });
      try {
        return await client.connect().then(
          () => 'in',
          (error: { code: string }) => error.code,
        );
      } finally {
        await client.close();
      }
    };
    try {
      expect(await logIn('first')).toBe('AUTHENTICATION');
      for (const password of ['first', 'second']) {
        await admin.admin.alterUserScramCredentials([{ user, mechanism: 'SCRAM-SHA-512', password }]);
        await expect.poll(() => logIn(password), { timeout: 10_000 }).toBe('in');
      }
      expect(await logIn('first')).toBe('AUTHENTICATION');
      await admin.admin.alterUserScramCredentials([{ user, mechanism: 'SCRAM-SHA-512', remove: true }]);
      await expect.poll(() => logIn('second'), { timeout: 10_000 }).toBe('AUTHENTICATION');
    } finally {
      await admin.close();
    }
  });
});
