// What users may say about TLS and SASL, and what is refused before anything starts.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { EmbeddedKafka, type EmbeddedKafkaOptions } from '../../../src/embedded/index.ts';
import { eventually } from '../../support/eventually.ts';

const pem = (name: string): string => readFileSync(new URL(`../../support/tls/${name}.pem`, import.meta.url), 'utf8');
const [cert, key] = [pem('server.cert'), pem('server.key')];
const users = { alice: 'secret' };

describe('EmbeddedKafka refuses', () => {
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['a certificate that is a path', { tls: { cert: './cert.pem', key } }, /tls\.cert.*PEM/],
    ['a key of another certificate', { tls: { cert, key: pem('client.key') } }, /tls.*certificate with its own key/],
    ['client certificates without an authority', { tls: { cert, key, requestClientCert: true } }, /tls\.ca/],
    ['no mechanism', { sasl: { mechanisms: [], users } }, /sasl\.mechanisms/],
    ['an unknown mechanism', { sasl: { mechanisms: ['GSSAPI'], users } }, /sasl\.mechanisms.*GSSAPI/],
    ['mechanisms without users', { sasl: { mechanisms: ['PLAIN'] } }, /sasl\.users/],
    ['an empty password', { sasl: { mechanisms: ['PLAIN'], users: { alice: '' } } }, /sasl\.users\.alice/],
    [
      'a validator of tokens that nobody sends',
      { sasl: { mechanisms: ['PLAIN'], users, validateToken: () => undefined } },
      /sasl\.validateToken/,
    ],
    ['a session below zero', { sasl: { mechanisms: ['PLAIN'], users, maxReauthMs: -1 } }, /sasl\.maxReauthMs/],
    ['rules to be stored perhaps', { storeAcls: 'yes' }, /storeAcls/],
  ];

  it.each(wrong)('%s', async (_, options, message) => {
    const started = EmbeddedKafka.start(options as EmbeddedKafkaOptions);
    await expect(started).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringMatching(message) });
  });

  it('a password without showing it', async () => {
    const sasl = { mechanisms: ['PLAIN'], users: { alice: 12345678 } };
    const started = EmbeddedKafka.start({ sasl } as unknown as EmbeddedKafkaOptions);
    await expect(started).rejects.toMatchObject({ message: expect.not.stringContaining('12345678') });
  });
});

it('EmbeddedKafka with TLS stops while a client has not finished its handshake', async () => {
  const kafka = await EmbeddedKafka.start({ tls: { cert, key } });
  const [host = '', port] = (kafka.bootstrap[0] as string).split(':');
  const socket = connect({ host, port: Number(port) });
  socket.on('error', () => {});
  let isClosed = false;
  socket.on('close', () => {
    isClosed = true;
  });
  await eventually('a connection', () => socket.readyState === 'open');
  await kafka.stop();
  await eventually('the socket is closed', () => isClosed);
});
